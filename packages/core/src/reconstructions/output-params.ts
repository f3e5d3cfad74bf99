import * as tf from '@tensorflow/tfjs-core';

/** One parameter per channel: `[B,T,N]` to `[B,T,N,1]`, without a copy. */
export const singleParam = (raw: tf.Tensor3D): tf.Tensor4D => tf.reshape(raw, [...raw.shape, 1]);

/** P contiguous blocks of N: `[B,T,P*N]` to `[B,T,N,P]`. */
export const blockParams = (raw: tf.Tensor3D, count: number): tf.Tensor4D => {
  const [trials, steps, outputs] = raw.shape;
  const blocks = tf.reshape(raw, [trials, steps, count, outputs / count]);
  return tf.transpose(blocks, [0, 1, 3, 2]) as tf.Tensor4D;
};

/** The only parameter of each channel: `[B,T,N,1]` to `[B,T,N]`, without a copy. */
export const onlyParam = (params: tf.Tensor4D): tf.Tensor3D => {
  const [trials, steps, channels] = params.shape;
  return tf.reshape(params, [trials, steps, channels]);
};

/** The parameters one by one: `[B,T,N,P]` to P tensors `[B,T,N]`. */
export const eachParam = (params: tf.Tensor4D): tf.Tensor3D[] =>
  tf.unstack(params, 3) as tf.Tensor3D[];
