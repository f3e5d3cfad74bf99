import { maskScale } from '@lfads/ops';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { StepRandom } from '../contracts/index.js';

/** Inverted dropout of one step: masks of what is kept, and the factor of the kept values. */
export interface Dropout {
  readonly scale: number;
  /** A bool mask from the stream `dropout/<name>`; undefined when everything is kept. */
  mask(name: string, shape: readonly number[]): Tensor | undefined;
}

export const noDropout: Dropout = { scale: 1, mask: () => undefined };

export const dropoutOf = (rate: number, random: StepRandom): Dropout =>
  rate === 0
    ? noDropout
    : {
        scale: 1 / (1 - rate),
        mask: (name, shape) => random.bernoulli(`dropout/${name}`, shape, 1 - rate),
      };

/** `x` with dropout. */
export function dropped<T extends Tensor>(x: T, name: string, dropout: Dropout): T {
  const mask = dropout.mask(name, x.shape);
  return mask ? (maskScale(x, mask, dropout.scale) as T) : x;
}
