import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { offTape, recording } from './fused.js';

/** Computes a tensor that no gradient flows through; a tape keeps nothing of the way to it. */
export function withoutGradient<T extends Tensor>(compute: () => T): T {
  return tf.tidy(() => offTape(compute));
}

/** The same values, through which no gradient flows (the data is shared, not copied). */
export function stopGradient<T extends Tensor>(x: T): T {
  return recording() ? withoutGradient(() => tf.clone(x)) : x;
}
