import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { hasFused, runKernel } from './fused.js';
import { POISSON_SUMS } from './kernels.js';
import { withoutGradient } from './no-gradient.js';
import { checkShapes } from './shapes.js';

/**
 * The sums that bits per spike are made of (Pei et al. 2021), per channel, before and after a time step:
 * sum exp(a), sum x a, sum x over trials and steps. No gradient.
 *
 * @param logRates a [B,T,N]
 * @param counts x [B,T,N]
 * @param split the first step of the second region; the regions are steps < split and steps >= split
 * @returns [2,N,3]
 * @throws OpError (LFADS_OPS_SHAPE) naming the argument that does not fit
 */
export function poissonSums(logRates: Tensor3D, counts: Tensor3D, split: number): Tensor3D {
  checkShapes('poissonSums', [
    ['logRates', logRates, 'B T N'],
    ['counts', counts, 'B T N'],
  ]);
  return withoutGradient(() => {
    if (hasFused(POISSON_SUMS)) {
      return runKernel(POISSON_SUMS, { logRates, counts }, { split })[0] as Tensor3D;
    }
    return poissonSumsComposite(logRates, counts, split);
  });
}

function poissonSumsComposite(logRates: Tensor3D, counts: Tensor3D, split: number): Tensor3D {
  const [, steps, channels] = logRates.shape;
  const boundary = Math.min(Math.max(split, 0), steps);
  const terms = [tf.exp(logRates), tf.mul<Tensor3D>(counts, logRates), counts];
  const region = (begin: number, size: number): Tensor2D => {
    const sums = terms.map((term) =>
      size === 0
        ? tf.zeros<tf.Rank.R1>([channels])
        : tf.sum(tf.slice(term, [0, begin, 0], [-1, size, -1]), [0, 1]),
    );
    return tf.stack(sums, 1) as Tensor2D;
  };
  return tf.stack([region(0, boundary), region(boundary, steps - boundary)]) as Tensor3D;
}
