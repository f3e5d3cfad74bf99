import * as tf from '@tensorflow/tfjs-core';

/** `tf.tidy` for results of any type: tensors in nested arrays and plain objects are kept. */
export const tidied = <T>(compute: () => T): T =>
  tf.tidy(compute as () => tf.TensorContainer) as unknown as T;
