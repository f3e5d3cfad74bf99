import * as tf from '@tensorflow/tfjs-core';

/** Runs a computation whose result holds no tensors, and frees every tensor it made. */
export function tidied<T>(compute: () => T): T {
  let result!: T;
  tf.tidy(() => {
    result = compute();
  });
  return result;
}
