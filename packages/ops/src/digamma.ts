import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { hasFused, registerFusedGradient, runFused } from './fused.js';
import { DIGAMMA } from './kernels.js';
import { polynomial } from './polynomial.js';
import { trigamma } from './trigamma.js';

/** Digamma's positive zero, as a sum of two float32 numbers. */
const ZERO = [1.46163213, 1.24381501e-8] as const;
/** digamma(x) / (x - zero) in powers of x - 3/2 on [1, 2]: interpolated at the Chebyshev nodes. */
const ONE_TO_TWO = [
  0.951055884, -0.42362529, 0.240541071, -0.148517162, 0.0950634554, -0.060342174, 0.0397088714,
  -0.0349669792, 0.02322766,
];
/** The asymptotic series in 1 / x², after log x - 1 / (2x) (Abramowitz & Stegun 1964, 6.3.18). */
const ASYMPTOTIC = [0, -1 / 12, 1 / 120, -1 / 252, 1 / 240];

/**
 * Derivative of log Gamma(x) for x > 0, elementwise; NaN below 0. The error is below 1e-6 of the value from
 * 1e-4 to 1e4, also beside the zero at 1.46. The gradient is `trigamma`.
 */
export function digamma<T extends Tensor>(x: T): T {
  if (hasFused(DIGAMMA)) return runFused(DIGAMMA, { x }, {})[0] as T;
  return withGradient(x) as T;
}

const withGradient = tf.customGrad((...args) => {
  const [x, save] = args as unknown as [Tensor, tf.GradSaveFunc];
  save([x]);
  return {
    value: tf.tidy(() => digammaComposite(x)),
    gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(dy, trigamma(saved[0]!)),
  };
});

/** The polynomial between 1 and 2, one step of the recurrence beside them, and the series above 3. */
function digammaComposite(x: Tensor): Tensor {
  const [belowOne, upToTwo, belowThree] = [
    tf.less(x, 1),
    tf.lessEqual(x, 2),
    tf.less(x, 3),
  ] as const;
  const within = tf.where(belowOne, tf.add(x, 1), tf.where(upToTwo, x, tf.sub(x, 1)));
  const fromZero = tf.sub(tf.sub(within, ZERO[0]), ZERO[1]);
  const middle = tf.mul(fromZero, polynomial(tf.sub(within, 1.5), ONE_TO_TWO));
  const inverse = tf.reciprocal(x);
  const above = tf.where(upToTwo, tf.zerosLike(x), tf.reciprocal(within));
  const near = tf.add(middle, tf.where(belowOne, tf.neg(inverse), above));
  const series = polynomial(tf.square(inverse), ASYMPTOTIC);
  const far = tf.add(tf.sub(tf.log(x), tf.mul(0.5, inverse)), series);
  const value = tf.where(belowThree, near, far);
  return tf.where(tf.less(x, 0), tf.fill(x.shape, NaN), value);
}

registerFusedGradient(DIGAMMA, ({ inputs: { x }, dys: [dy] }) => ({
  x: tf.tidy(() => tf.mul(dy!, trigamma(x!))),
}));
