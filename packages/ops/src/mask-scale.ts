import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { OpError } from './errors.js';
import { hasFused, nameOutputs, registerFusedGradient, runFused, runKernel } from './fused.js';
import { MASK_SCALE } from './kernels.js';
import { checkSameShape } from './shapes.js';

/**
 * x * mask * scale: dropout with given draws.
 *
 * @param x any shape
 * @param mask bool, same shape, 1 = kept
 * @param scale 1 / (1 - dropout rate)
 * @throws OpError (LFADS_OPS_SHAPE, LFADS_OPS_DTYPE) if the mask does not fit
 */
export function maskScale<T extends Tensor>(x: T, mask: T, scale: number): T {
  checkSameShape('maskScale', ['x', x], ['mask', mask]);
  if (mask.dtype !== 'bool') {
    throw new OpError('LFADS_OPS_DTYPE', 'maskScale', `mask must be bool, got ${mask.dtype}`);
  }
  if (hasFused(MASK_SCALE)) return runFused(MASK_SCALE, { x, mask }, { scale })[0] as T;
  return tf.tidy(() => tf.mul(tf.mul(x, tf.cast(mask, 'float32')), scale));
}

registerFusedGradient(MASK_SCALE, ({ inputs: { mask }, dys: [dy], attrs }) =>
  nameOutputs(['x'], runKernel(MASK_SCALE, { x: dy, mask }, attrs)),
);
