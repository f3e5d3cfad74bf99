import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { OpError } from './errors.js';

/**
 * x itself, whose gradient passes only where `mask` is 1 (coordinated dropout, Keshtkaran & Pandarinath
 * 2019). Beyond the mask's last step and last channel every gradient passes.
 *
 * @param x [B,T,N]
 * @param mask bool [B,t,n] with t <= T, n <= N
 * @returns x [B,T,N], sharing its data
 * @throws OpError (LFADS_OPS_SHAPE, LFADS_OPS_DTYPE) if the mask does not fit into x
 */
export function gradientMask(x: Tensor3D, mask: Tensor3D): Tensor3D {
  checkGradientMask('gradientMask', x, mask);
  const masked = tf.customGrad((...args) => {
    const [value, kept, save] = args as unknown as [Tensor3D, Tensor3D, tf.GradSaveFunc];
    save([kept]);
    return {
      value: tf.clone(value),
      gradFunc: (dy: Tensor3D, saved: tf.Tensor[]) => {
        const passed = padWithOnes(saved[0] as Tensor3D, dy.shape);
        return [tf.where(passed, dy, tf.zerosLike(dy)), tf.zeros(mask.shape)];
      },
    };
  });
  return masked(x, mask) as Tensor3D;
}

export function checkGradientMask(op: string, x: Tensor3D, mask: Tensor3D): void {
  if (mask.dtype !== 'bool') {
    throw new OpError('LFADS_OPS_DTYPE', op, `the mask must be bool, got ${mask.dtype}`);
  }
  const fits =
    mask.rank === 3 &&
    x.rank === 3 &&
    mask.shape[0] === x.shape[0] &&
    mask.shape[1] <= x.shape[1] &&
    mask.shape[2] <= x.shape[2];
  if (fits) return;
  const shapes = `got mask [${mask.shape.join(', ')}] and [${x.shape.join(', ')}]`;
  const message = `the mask must have shape [B, t <= T, n <= N] of a [B, T, N]; ${shapes}`;
  throw new OpError('LFADS_OPS_SHAPE', op, message);
}

function padWithOnes(mask: Tensor3D, [, steps, channels]: [number, number, number]): Tensor3D {
  const padding: [number, number][] = [
    [0, 0],
    [0, steps - mask.shape[1]],
    [0, channels - mask.shape[2]],
  ];
  return tf.cast(tf.pad(tf.cast(mask, 'float32'), padding, 1), 'bool');
}
