import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** sum of coefficients[i] * x^i, by Horner's rule. */
export function polynomial(x: Tensor, coefficients: readonly number[]): Tensor {
  const last = tf.fill(x.shape, coefficients.at(-1)!);
  return coefficients
    .slice(0, -1)
    .reduceRight<Tensor>((sum, coefficient) => tf.add(tf.mul(sum, x), coefficient), last);
}
