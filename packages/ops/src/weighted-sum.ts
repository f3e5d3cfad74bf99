import * as tf from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import { OpError } from './errors.js';
import { hasFused, registerFusedGradient, runFused, runKernel } from './fused.js';
import { WEIGHTED_SUM, WEIGHTED_SUM_GRAD } from './kernels.js';
import { numbered } from './sum-squares.js';

/**
 * The sum of scalars times weights, such as a loss's terms.
 *
 * @returns a scalar; 0 for no terms
 * @throws OpError (LFADS_OPS_OPTION) if the counts differ
 */
export function weightedSum(terms: readonly Scalar[], weights: readonly number[]): Scalar {
  if (terms.length !== weights.length) {
    const message = `got ${terms.length} terms but ${weights.length} weights`;
    throw new OpError('LFADS_OPS_OPTION', 'weightedSum', message);
  }
  if (terms.length === 0) return tf.scalar(0);
  if (hasFused(WEIGHTED_SUM, WEIGHTED_SUM_GRAD)) {
    return runFused(WEIGHTED_SUM, numbered(terms), { weights: [...weights] })[0] as Scalar;
  }
  return tf.tidy(() => tf.addN(terms.map((term, i) => tf.mul<Scalar>(term, weights[i]!))));
}

registerFusedGradient(WEIGHTED_SUM, ({ inputs, dys: [dy], attrs }) => {
  const gradients = runKernel(WEIGHTED_SUM_GRAD, { dy }, attrs);
  return Object.fromEntries(Object.keys(inputs).map((name, i) => [name, gradients[i]!]));
});
