import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { hasFused, nameOutputs, registerFusedGradient, runFused, runKernel } from './fused.js';
import { NORMALIZE_ROWS, NORMALIZE_ROWS_GRAD } from './kernels.js';
import { withoutGradient } from './no-gradient.js';
import { checkShapes } from './shapes.js';

/**
 * Every row divided by its 2-norm, or by 1e-12 if that is greater (the factors' weights of LFADS).
 *
 * @param weight [F,G]
 * @returns [F,G]
 * @throws OpError (LFADS_OPS_SHAPE) if the weight is no matrix
 */
export function normalizeRows(weight: Tensor2D): Tensor2D {
  checkShapes('normalizeRows', [['weight', weight, 'F G']]);
  if (hasFused(NORMALIZE_ROWS, NORMALIZE_ROWS_GRAD)) {
    return runFused(NORMALIZE_ROWS, { weight }, {})[0] as Tensor2D;
  }
  return tf.tidy(() => {
    const squares = tf.sum(tf.square(weight), 1, true);
    const smallest = 1e-12;
    const isTiny = withoutGradient(() => tf.lessEqual(squares, smallest ** 2));
    const norms = tf.sqrt(tf.where(isTiny, tf.onesLike(squares), squares));
    return tf.div(weight, tf.where(isTiny, tf.fill(squares.shape, smallest), norms));
  });
}

registerFusedGradient(NORMALIZE_ROWS, ({ inputs: { weight }, dys: [dy] }) =>
  nameOutputs(['weight'], runKernel(NORMALIZE_ROWS_GRAD, { weight, dy }, {})),
);
