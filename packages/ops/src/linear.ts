import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { OpError } from './errors.js';
import { hasFused, nameOutputs, registerFusedGradient, runFused, runKernel } from './fused.js';
import { LINEAR, LINEAR_GRAD } from './kernels.js';
import { stopGradient } from './no-gradient.js';
import { checkShapes } from './shapes.js';

/**
 * y = x weightᵀ + bias along the last axis.
 *
 * @param x [..., K]
 * @param weight [N,K] (PyTorch's layout)
 * @param bias [N]
 * @param options inputGradient: false if x is data, of which nobody wants the gradient
 * @returns [..., N]
 * @throws OpError (LFADS_OPS_SHAPE) naming the argument that does not fit
 */
export function linear<T extends Tensor>(
  x: T,
  weight: Tensor2D,
  bias?: Tensor1D,
  options: { inputGradient?: boolean } = {},
): T {
  const { inputGradient = true } = options;
  const { K } = checkShapes('linear', [
    ['weight', weight, 'N K'],
    ['bias', bias, 'N'],
  ]);
  if (x.rank < 1 || x.shape.at(-1) !== K) {
    const message = `x must have shape [..., K = ${K}], got [${x.shape.join(', ')}]`;
    throw new OpError('LFADS_OPS_SHAPE', 'linear', message);
  }
  if (!hasFused(LINEAR, LINEAR_GRAD)) {
    return tf.tidy(() => linearComposite(inputGradient ? x : stopGradient(x), weight, bias));
  }
  const constants = inputGradient ? [] : ['x'];
  return runFused(LINEAR, { x, weight, bias }, { inputGradient }, constants)[0] as T;
}

function linearComposite<T extends Tensor>(x: T, weight: Tensor2D, bias: Tensor1D | undefined): T {
  const [outputs, channels] = weight.shape;
  const rows = tf.reshape(x, [x.size / channels, channels]) as Tensor2D;
  const product = tf.matMul(rows, weight, false, true);
  const sum = bias === undefined ? product : tf.add(product, bias);
  return tf.reshape(sum, [...x.shape.slice(0, -1), outputs]) as Tensor as T;
}

registerFusedGradient(LINEAR, ({ inputs, dys: [dy], attrs }) => {
  const { x, weight, bias } = inputs;
  const biasGradient = bias !== undefined;
  const gradients = runKernel(LINEAR_GRAD, { x, weight, dy }, { ...attrs, biasGradient });
  const names = ['weight', biasGradient && 'bias', attrs.inputGradient === true && 'x'] as const;
  return nameOutputs(names, gradients);
});
