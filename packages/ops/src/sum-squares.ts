import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { OpError } from './errors.js';
import { hasFused, nameOutputs, registerFusedGradient, runFused, runKernel } from './fused.js';
import { SUM_SQUARES, SUM_SQUARES_GRAD } from './kernels.js';

/**
 * The sum over all tensors of coefficient times sum of squares.
 *
 * @param tensors any shapes
 * @param coefficients one a tensor
 * @returns a scalar; 0 for no tensors
 * @throws OpError (LFADS_OPS_OPTION) if the counts differ
 */
export function sumSquares(tensors: readonly Tensor[], coefficients: readonly number[]): Scalar {
  if (tensors.length !== coefficients.length) {
    const message = `got ${tensors.length} tensors but ${coefficients.length} coefficients`;
    throw new OpError('LFADS_OPS_OPTION', 'sumSquares', message);
  }
  if (tensors.length === 0) return tf.scalar(0);
  if (hasFused(SUM_SQUARES, SUM_SQUARES_GRAD)) {
    const attrs = { coefficients: [...coefficients] };
    return runFused(SUM_SQUARES, numbered(tensors), attrs)[0] as Scalar;
  }
  return tf.tidy(() => {
    const terms = tensors.map((t, i) => tf.mul<Scalar>(tf.sum(tf.square(t)), coefficients[i]!));
    return tf.addN(terms);
  });
}

/** Tensors under the names `t0`, `t1`, … of the kernel contract. */
export function numbered(tensors: readonly Tensor[]): Record<string, Tensor> {
  const named: Record<string, Tensor> = {};
  tensors.forEach((tensor, i) => (named[`t${i}`] = tensor));
  return named;
}

registerFusedGradient(SUM_SQUARES, ({ inputs, dys: [dy], attrs }) =>
  nameOutputs(Object.keys(inputs), runKernel(SUM_SQUARES_GRAD, { ...inputs, dy }, attrs)),
);
