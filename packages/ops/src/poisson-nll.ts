import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { hasFused, nameOutputs, registerFusedGradient, runFused, runKernel } from './fused.js';
import { POISSON_NLL, POISSON_NLL_GRAD } from './kernels.js';
import { stopGradient } from './no-gradient.js';
import { checkSameShape } from './shapes.js';

/**
 * Poisson negative log-likelihood per element, in nats: exp(a) - x a, plus where x > 1 Stirling's
 * x log x - x + log(2 pi x) / 2 for log x!. No gradient flows to the counts.
 *
 * @param logRates a, any shape
 * @param counts x, same shape, >= 0
 * @throws OpError (LFADS_OPS_SHAPE) if the shapes differ
 */
export function poissonNll<T extends Tensor>(logRates: T, counts: T): T {
  checkSameShape('poissonNll', ['logRates', logRates], ['counts', counts]);
  if (hasFused(POISSON_NLL, POISSON_NLL_GRAD)) {
    return runFused(POISSON_NLL, { logRates, counts }, {}, ['counts'])[0] as T;
  }
  return tf.tidy(() => poissonNllComposite(logRates, stopGradient(counts)));
}

export function poissonNllComposite<T extends Tensor>(logRates: T, counts: T): T {
  const loss = tf.sub(tf.exp(logRates), tf.mul(counts, logRates));
  return tf.add(loss, stirling(counts));
}

/** log x! where x > 1, else 0. */
function stirling(counts: Tensor): Tensor {
  const many = tf.greater(counts, 1);
  const x = tf.where(many, counts, tf.onesLike(counts));
  const half = tf.mul(0.5, tf.log(tf.mul(2 * Math.PI, x)));
  const logFactorial = tf.add(tf.sub(tf.mul(x, tf.log(x)), x), half);
  return tf.where(many, logFactorial, tf.zerosLike(counts));
}

registerFusedGradient(POISSON_NLL, ({ inputs, dys: [dy] }) =>
  nameOutputs(['logRates'], runKernel(POISSON_NLL_GRAD, { ...inputs, dy }, {})),
);
