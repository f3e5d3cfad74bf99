import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor3D } from '@tensorflow/tfjs-core';
import {
  hasFused,
  nameOutputs,
  recording,
  registerFusedGradient,
  runFused,
  runKernel,
} from './fused.js';
import { checkGradientMask, gradientMask } from './gradient-mask.js';
import { POISSON_NLL_SUM, POISSON_NLL_SUM_GRAD } from './kernels.js';
import { stopGradient } from './no-gradient.js';
import { poissonNllComposite } from './poisson-nll.js';
import { checkShapes } from './shapes.js';

export interface PoissonNllSumOptions {
  /** Factor of the sum. */
  scale: number;
  /** bool [B,t,n], t <= T, n <= N: where 0, the loss counts but its gradient is 0 (see `gradientMask`). */
  gradMask?: Tensor3D | undefined;
}

/**
 * scale times the sum of the elementwise Poisson loss (see `poissonNll`). No gradient flows to the counts.
 *
 * @param logRates [B,T,N]
 * @param counts [B,T,N]
 * @returns a scalar, in nats times `scale`
 * @throws OpError (LFADS_OPS_SHAPE, LFADS_OPS_DTYPE) naming the argument that does not fit
 */
export function poissonNllSum(
  logRates: Tensor3D,
  counts: Tensor3D,
  { scale, gradMask }: PoissonNllSumOptions,
): Scalar {
  checkShapes('poissonNllSum', [
    ['logRates', logRates, 'B T N'],
    ['counts', counts, 'B T N'],
  ]);
  if (gradMask !== undefined) checkGradientMask('poissonNllSum', logRates, gradMask);
  if (hasFused(POISSON_NLL_SUM, POISSON_NLL_SUM_GRAD)) {
    const attrs = { scale, keepActivations: recording() };
    return runFused(POISSON_NLL_SUM, { logRates, counts, gradMask }, attrs, [
      'counts',
    ])[0] as Scalar;
  }
  return tf.tidy(() => {
    const a = gradMask === undefined ? logRates : gradientMask(logRates, gradMask);
    return tf.mul<Scalar>(tf.sum(poissonNllComposite(a, stopGradient(counts))), scale);
  });
}

registerFusedGradient(POISSON_NLL_SUM, ({ inputs, outputs: [loss], dys: [dy], attrs }) =>
  nameOutputs(['logRates'], runKernel(POISSON_NLL_SUM_GRAD, { ...inputs, loss, dy }, attrs)),
);
