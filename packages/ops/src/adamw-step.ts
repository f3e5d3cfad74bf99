import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { hasFused, runKernel } from './fused.js';
import { ADAMW, type AdamWAttrs } from './kernels.js';
import { checkSameShape } from './shapes.js';

export type AdamWState<T extends Tensor = Tensor> = {
  p: T; // parameter
  m: T; // first moment
  v: T; // second moment
};

export type AdamWOptions = AdamWAttrs;

/**
 * One step of AdamW (Loshchilov & Hutter 2019), in PyTorch's order, with s = gradScale, k = step:
 *
 *     p = p (1 - lr wd)   m = b1 m + (1 - b1) s g   v = b2 v + (1 - b2) (s g)²
 *     p = p - lr (m / (1 - b1^k)) / (sqrt(v / (1 - b2^k)) + epsilon)
 *
 * No gradient. The inputs are left as they are.
 *
 * @param tensors parameter p, moments m and v, gradient g, all of one shape
 * @returns the new p, m, v
 * @throws OpError (LFADS_OPS_SHAPE) if the shapes differ
 */
export function adamwStep<T extends Tensor>(
  tensors: AdamWState<T> & { g: T },
  options: AdamWOptions,
): AdamWState<T> {
  const { p, m, v, g } = tensors;
  for (const [name, tensor] of Object.entries({ m, v, g })) {
    checkSameShape('adamwStep', ['p', p], [name, tensor]);
  }
  if (hasFused(ADAMW)) {
    const [newP, newM, newV] = runKernel(ADAMW, { p, m, v, g }, options) as [T, T, T];
    return { p: newP, m: newM, v: newV };
  }
  return tf.tidy(() => adamwStepComposite(tensors, options));
}

function adamwStepComposite<T extends Tensor>(
  { p, m, v, g }: AdamWState<T> & { g: T },
  { lr, beta1, beta2, epsilon, weightDecay, step, gradScale }: AdamWOptions,
): AdamWState<T> {
  const gradient = tf.mul(g, gradScale);
  const newM = tf.add<T>(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1));
  const newV = tf.add<T>(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const root = tf.sqrt(tf.div(newV, 1 - beta2 ** step));
  const update = tf.div(tf.div(newM, 1 - beta1 ** step), tf.add(root, epsilon));
  const newP = tf.sub<T>(tf.mul(p, 1 - lr * weightDecay), tf.mul(update, lr));
  return { p: newP, m: newM, v: newV };
}
