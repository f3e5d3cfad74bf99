import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { hasFused, runKernel } from './fused.js';
import { GLOBAL_NORM } from './kernels.js';
import { withoutGradient } from './no-gradient.js';
import { numbered, sumSquares } from './sum-squares.js';

/**
 * The 2-norm of all tensors together, as if they were one vector. No gradient.
 *
 * @param tensors any shapes
 * @returns a scalar
 */
export function globalNorm(tensors: readonly Tensor[]): Scalar {
  return withoutGradient(() => {
    if (tensors.length > 0 && hasFused(GLOBAL_NORM)) {
      return runKernel(GLOBAL_NORM, numbered(tensors), {})[0] as Scalar;
    }
    const ones = tensors.map(() => 1);
    return tf.sqrt(sumSquares(tensors, ones));
  });
}
