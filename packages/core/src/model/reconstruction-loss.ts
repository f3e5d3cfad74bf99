import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor4D } from '@tensorflow/tfjs-core';
import type { AugmentationContext, AugmentationOrder, Reconstruction } from '../contracts/index.js';
import type { Augmented, Memos } from './augment.js';

/**
 * Reconstruction loss of one session after its augmentations: the mean over all elements, or the mean
 * over trials of the sum over steps and channels.
 *
 * When all that the augmentations do is to stop gradients by at most one mask, the likelihood's summed
 * loss gives the same number in one pass.
 *
 * @param params [B,T,N,P]
 */
export function reconstructionLoss(
  reconstruction: Reconstruction,
  params: Tensor4D,
  { batch, memos }: Augmented,
  stack: AugmentationOrder,
  context: AugmentationContext,
  reduceMean: boolean,
): Scalar {
  const target = batch.reconData;
  const scale = 1 / (reduceMean ? target.size : target.shape[0]);
  const masks = gradientMasks(stack, memos);
  if (reconstruction.summedLoss && masks && masks.length <= 1) {
    return reconstruction.summedLoss(target, params, scale, masks[0]);
  }
  let losses = reconstruction.computeLoss(target, params);
  for (const transform of stack.lossTransforms) {
    losses = transform.processLosses?.(losses, memos.get(transform), context) ?? losses;
  }
  return tf.mul(tf.sum(losses), scale);
}

/** The masks by which the stack stops gradients; undefined when it does more than that. */
function gradientMasks(stack: AugmentationOrder, memos: Memos): tf.Tensor[] | undefined {
  const masks: tf.Tensor[] = [];
  for (const transform of stack.lossTransforms) {
    if (!transform.processLosses) continue;
    if (!transform.gradientMask) return undefined;
    const mask = transform.gradientMask(memos.get(transform));
    if (mask) masks.push(mask);
  }
  return masks;
}
