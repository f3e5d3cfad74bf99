import { gammaln } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';

/** Negative log-density of Gamma(shape, rate) at x > 0, elementwise, nats. */
export const gammaNll = (
  x: tf.Tensor3D,
  shape: tf.Tensor3D,
  rate: tf.Tensor3D,
  logRate: tf.Tensor3D,
): tf.Tensor3D => {
  const normalizer = tf.sub(gammaln(shape), tf.mul(shape, logRate));
  const exponent = tf.sub(tf.mul(rate, x), tf.mul(tf.sub(shape, 1), tf.log(x)));
  return tf.add(normalizer, exponent);
};
