import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Steps of the recurrence that take r to where Stirling's series holds. */
const SHIFTS = [0, 1, 2, 3];

/** Stirling's series for log Gamma(z), without its leading terms (Abramowitz & Stegun 1964, 6.1.41). */
const stirling = (z: Tensor): Tensor => {
  const inverse = tf.reciprocal(z);
  const square = tf.square(inverse);
  const inner = tf.sub(1 / 360, tf.mul(square, 1 / 1260));
  return tf.mul(inverse, tf.sub(1 / 12, tf.mul(square, inner)));
};

/**
 * log(Gamma(x + r) / (Gamma(r) r^x)): the sum of log(1 + k/r) over k = 0 … x - 1, elementwise, for x >= 0.
 * It goes to 0 for large r, where a difference of two log Gammas would leave rounding errors alone.
 */
export const logRisingFactorial = (x: Tensor, r: Tensor): Tensor => {
  const shifted = tf.add(r, SHIFTS.length);
  const ratio = tf.log1p(tf.div(x, shifted));
  const leading = tf.sub(tf.mul(tf.sub(tf.add(x, shifted), 0.5), ratio), x);
  const series = tf.sub(stirling(tf.add(x, shifted)), stirling(shifted));
  const power = tf.mul(x, tf.log1p(tf.div(SHIFTS.length, r)));
  const factors = SHIFTS.map((shift) => tf.add(1, tf.div(x, tf.add(r, shift))));
  const product = tf.log(factors.reduce((a, b) => tf.mul(a, b)));
  return tf.sub(tf.addN([leading, series, power]), product);
};
