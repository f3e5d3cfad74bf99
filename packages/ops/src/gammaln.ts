import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { digamma } from './digamma.js';
import { hasFused, registerFusedGradient, runFused } from './fused.js';
import { DIGAMMA, GAMMALN } from './kernels.js';
import { polynomial } from './polynomial.js';

/** log Gamma(1 + e) / e on [-1/2, 1/2]: interpolated at the Chebyshev nodes. */
const NEAR_ONE = [
  -0.577215672, 0.822467029, -0.400691032, 0.270585835, -0.207137898, 0.16932568, -0.148139983,
  0.129331902, -0.0816932097, 0.0724139735, -0.183126032, 0.169345975,
];
/** Stirling's series in 1 / x², after the factor 1 / x (Abramowitz & Stegun 1964, 6.1.41). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680];

/**
 * log Gamma(x) for x > 0, elementwise; NaN below 0. The error is below 1e-6 of the value from 1e-4 to 1e4,
 * also beside the zeros at 1 and 2. The gradient is `digamma`.
 */
export function gammaln<T extends Tensor>(x: T): T {
  if (hasFused(GAMMALN, DIGAMMA)) return runFused(GAMMALN, { x }, {})[0] as T;
  return withGradient(x) as T;
}

const withGradient = tf.customGrad((...args) => {
  const [x, save] = args as unknown as [Tensor, tf.GradSaveFunc];
  save([x]);
  return {
    value: tf.tidy(() => gammalnComposite(x)),
    gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(dy, digamma(saved[0]!)),
  };
});

/** The polynomial in the distance from 0, 1 or 2, whichever is near, and Stirling's series above 2.5. */
function gammalnComposite(x: Tensor): Tensor {
  const [belowHalf, nearOne, nearTwo] = [0.5, 1.5, 2.5].map((end) => tf.less(x, end)) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const one = tf.onesLike(x);
  const fromOne = tf.sub(x, 1);
  const distance = tf.where(belowHalf, x, tf.where(nearOne, fromOne, tf.sub(x, 2)));
  const rest = tf.where(nearOne, one, tf.where(nearTwo, fromOne, x));
  const logarithm = tf.log(tf.where(belowHalf, x, rest));
  const recurrence = tf.where(belowHalf, tf.neg(logarithm), logarithm);
  const near = tf.add(tf.mul(distance, polynomial(distance, NEAR_ONE)), recurrence);
  const inverse = tf.reciprocal(x);
  const series = tf.mul(inverse, polynomial(tf.square(inverse), STIRLING));
  const leading = tf.mul(tf.sub(x, 0.5), tf.sub(logarithm, 1));
  const far = tf.add(tf.add(leading, (Math.log(2 * Math.PI) - 1) / 2), series);
  return tf.where(nearTwo, near, far);
}

registerFusedGradient(GAMMALN, ({ inputs: { x }, dys: [dy] }) => ({
  x: tf.tidy(() => tf.mul(dy!, digamma(x!))),
}));
