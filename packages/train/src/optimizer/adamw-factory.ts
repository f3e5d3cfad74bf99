import type { OptimizerFactory } from '@lfads/core';
import { AdamW } from './adamw.js';

export interface AdamWChanges {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

/** Makes AdamW with what the model says of it, but for these values. */
export const adamWFactory = (changes: AdamWChanges = {}): OptimizerFactory => ({
  create: (parameters, defaults) => new AdamW(parameters, { ...defaults, ...changes }),
});
