import * as tf from '@tensorflow/tfjs-core';

/** Whether tfjs's `tensorflow` back end was loaded and computes on a GPU. Starts nothing. */
export function usesGpu(): boolean {
  const backend: object | null = tf.findBackend('tensorflow');
  return backend !== null && 'isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true;
}
