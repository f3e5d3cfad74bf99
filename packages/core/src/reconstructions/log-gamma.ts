import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Steps of the recurrence Gamma(x + 1) = x Gamma(x) that take x to where the asymptotic series holds. */
const SHIFT = 4;

const shifts = [...Array(SHIFT).keys()];

/** sum_i coefficients[i] / z^i */
const inverseSeries = (z: Tensor, coefficients: readonly number[]): Tensor => {
  const inverse = tf.reciprocal(z);
  return coefficients.reduceRight<Tensor>(
    (sum, coefficient) => tf.add(tf.mul(sum, inverse), coefficient),
    tf.zerosLike(z),
  );
};

/** Stirling's series at x + 4, brought back by the recurrence. */
const logGammaValue = (x: Tensor): Tensor => {
  const z = tf.add(x, SHIFT);
  const series = inverseSeries(z, [Math.log(2 * Math.PI) / 2, 1 / 12, 0, -1 / 360, 0, 1 / 1260]);
  const product = shifts.map((k) => tf.add(x, k)).reduce((all, factor) => tf.mul(all, factor));
  return tf.sub(tf.add(tf.sub(tf.mul(tf.sub(z, 0.5), tf.log(z)), z), series), tf.log(product));
};

/** Derivative of log Gamma, x > 0. */
export const digamma = <T extends Tensor>(x: T): T =>
  tf.tidy(() => {
    const z = tf.add(x, SHIFT);
    const series = inverseSeries(z, [0, -1 / 2, -1 / 12, 0, 1 / 120, 0, -1 / 252]);
    const poles = shifts.map((k) => tf.reciprocal(tf.add(x, k))).reduce((a, b) => tf.add(a, b));
    return tf.sub(tf.add(tf.log(z), series), poles) as T;
  });

/**
 * log Gamma(x) for x > 0, elementwise; to float32's accuracy from 1e-4 to 1e4 (absolutely, near its zeros
 * at 1 and 2). tfjs has no such kernel on any backend.
 */
export const logGamma = <T extends Tensor>(x: T): T => {
  const withGradient = tf.customGrad((...args) => {
    const [value, save] = args as unknown as [T, tf.GradSaveFunc];
    save([value]);
    return {
      value: tf.tidy(() => logGammaValue(value)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(dy, digamma(saved[0]!)),
    };
  });
  return withGradient(x) as T;
};
