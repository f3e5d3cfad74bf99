import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { OpError } from './errors.js';
import { hasFused, nameOutputs, registerFusedGradient, runFused, runKernel } from './fused.js';
import { NORMAL_KL, NORMAL_KL_GRAD } from './kernels.js';
import { checkSameShape, checkShapes } from './shapes.js';

/**
 * scale times the Kullback-Leibler divergence of N(mean, std²) from N(priorMean, exp(priorLogvar)), summed
 * over everything:
 *
 *     (priorLogvar + (std² + (mean - priorMean)²) / exp(priorLogvar) - 1) / 2 - log std
 *
 * @param mean [..., D]
 * @param std [..., D], > 0
 * @param priorMean [D]
 * @param priorLogvar [D]
 * @returns a scalar, in nats times `scale`
 * @throws OpError (LFADS_OPS_SHAPE) naming the argument that does not fit
 */
export function normalKl(
  mean: Tensor,
  std: Tensor,
  priorMean: Tensor1D,
  priorLogvar: Tensor1D,
  scale: number,
): Scalar {
  checkSameShape('normalKl', ['mean', mean], ['std', std]);
  const { D } = checkShapes('normalKl', [
    ['priorMean', priorMean, 'D'],
    ['priorLogvar', priorLogvar, 'D'],
  ]);
  if (mean.shape.at(-1) !== D) {
    const message = `mean must have shape [..., D = ${D}], got [${mean.shape.join(', ')}]`;
    throw new OpError('LFADS_OPS_SHAPE', 'normalKl', message);
  }
  if (hasFused(NORMAL_KL, NORMAL_KL_GRAD)) {
    return runFused(NORMAL_KL, { mean, std, priorMean, priorLogvar }, { scale })[0] as Scalar;
  }
  return tf.tidy(() => {
    const squares = tf.add(tf.square(std), tf.square(tf.sub(mean, priorMean)));
    const ratio = tf.div(squares, tf.exp(priorLogvar));
    const halves = tf.mul(0.5, tf.sub(tf.add(priorLogvar, ratio), 1));
    return tf.mul<Scalar>(tf.sum(tf.sub(halves, tf.log(std))), scale);
  });
}

registerFusedGradient(NORMAL_KL, ({ inputs, dys: [dy], attrs }) =>
  nameOutputs(
    ['mean', 'std', 'priorMean', 'priorLogvar'],
    runKernel(NORMAL_KL_GRAD, { ...inputs, dy }, attrs),
  ),
);
