import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { hasFused, registerFusedGradient, runFused, runKernel } from './fused.js';
import { NORMAL_PARAMETERS, NORMAL_PARAMETERS_GRAD } from './kernels.js';
import { checkShapes } from './shapes.js';

export interface NormalParameters {
  mean: Tensor2D; // [B,D]
  std: Tensor2D; // [B,D]
}

/**
 * Mean and standard deviation of normal posteriors from what a linear layer gives: the means, then the
 * logarithms of the variances above a smallest one, std = sqrt(exp(logvar) + minVariance).
 *
 * @param raw [B,2D]
 * @throws OpError (LFADS_OPS_SHAPE) if `raw` is no matrix of even width
 */
export function normalParameters(raw: Tensor2D, minVariance: number): NormalParameters {
  checkShapes('normalParameters', [['raw', raw, 'B 2D']], { D: Math.floor(raw.shape[1]! / 2) });
  if (hasFused(NORMAL_PARAMETERS, NORMAL_PARAMETERS_GRAD)) {
    const [mean, std] = runFused(NORMAL_PARAMETERS, { raw }, { minVariance }) as Tensor2D[];
    return { mean: mean!, std: std! };
  }
  return tf.tidy(() => {
    const [mean, logvar] = tf.split(raw, 2, 1) as [Tensor2D, Tensor2D];
    return { mean, std: tf.sqrt(tf.add<Tensor2D>(tf.exp(logvar), minVariance)) };
  });
}

registerFusedGradient(
  NORMAL_PARAMETERS,
  ({ inputs: { raw }, outputs: [, std], dys: [dMean, dStd], attrs }) => {
    const [dRaw] = runKernel(NORMAL_PARAMETERS_GRAD, { raw, std, dMean, dStd }, attrs);
    return { raw: dRaw! };
  },
);
