import type { Tensor3D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Readin, Readout } from '../contracts/index.js';
import { defineReadinReadout } from '../registry/index.js';

/** Passes its input on. */
export class Identity implements Readin, Readout {
  readonly trainable = false;

  build(): void {}

  apply(data: Tensor3D): Tensor3D {
    return data;
  }
}

export const identity = defineReadinReadout({
  target: '@lfads/core/Identity',
  summary: 'Read-in or read-out that changes nothing.',
  options: z.object({}),
  create: () => new Identity(),
});
