import * as tf from '@tensorflow/tfjs-core';

/** Applies `change` to the steps from `start` on and leaves those before as they are. */
export const changeFrom = (
  start: number,
  data: tf.Tensor3D,
  change: (rest: tf.Tensor3D) => tf.Tensor3D,
): tf.Tensor3D => {
  if (start === 0) return change(data);
  const rest = change(tf.slice(data, [0, start, 0]));
  return tf.concat([tf.slice(data, [0, 0, 0], [-1, start, -1]), rest], 1);
};

/** A bool mask `[B,t,n]` with `steps` steps of ones in front. */
export const onesBefore = (steps: number, mask: tf.Tensor3D): tf.Tensor3D =>
  steps === 0 ? mask : tf.concat([tf.ones([mask.shape[0], steps, mask.shape[2]], 'bool'), mask], 1);
