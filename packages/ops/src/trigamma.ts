import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { polynomial } from './polynomial.js';

/** Steps of the recurrence that take x to where the asymptotic series holds. */
const SHIFTS = [0, 1, 2, 3];
/** The series in 1 / z², after 1 / z + 1 / (2 z²) and the factor 1 / z³ (Abramowitz & Stegun 1964, 6.4.12). */
const ASYMPTOTIC = [1 / 6, -1 / 30, 1 / 42, -1 / 30];

/** Second derivative of log Gamma(x) for x > 0, elementwise, to within 1e-6 of the value. */
export function trigamma<T extends Tensor>(x: T): T {
  return tf.tidy(() => {
    const poles = SHIFTS.map((shift) => tf.reciprocal(tf.square(tf.add(x, shift))));
    const inverse = tf.reciprocal(tf.add(x, SHIFTS.length));
    const square = tf.square(inverse);
    const series = tf.mul(tf.mul(inverse, square), polynomial(square, ASYMPTOTIC));
    return tf.addN([...poles, inverse, tf.mul(0.5, square), series]) as T;
  });
}
