import { z } from 'zod';
import type { Augmentation, AugmentationOrder } from '../contracts/index.js';
import { LfadsError } from '../contracts/index.js';
import { defineAugmentationStack, partOf } from '../registry/index.js';

export interface AugmentationStackOptions {
  transforms?: readonly Augmentation[];
  /** Indices of the transforms that change the batch, in their order; absent: all that can. */
  batchOrder?: readonly number[] | undefined;
  /** Indices of the transforms that change the losses, in their order; absent: all that can. */
  lossOrder?: readonly number[] | undefined;
}

const fault = (message: string): LfadsError =>
  new LfadsError(
    'LFADS_AUGMENTATION_ORDER',
    message,
    'Correct batch_order or loss_order, or leave both out to use every transform in its place.',
  );

const inOrder = (
  transforms: readonly Augmentation[],
  order: readonly number[] | undefined,
  name: string,
  hook: 'processBatch' | 'processLosses',
): readonly Augmentation[] => {
  if (order === undefined) return transforms.filter((transform) => transform[hook] !== undefined);
  if (new Set(order).size < order.length) throw fault(`${name} [${order}] has an index twice.`);
  return order.map((index) => {
    const transform = transforms[index];
    if (transform === undefined) {
      throw fault(`${name} has index ${index}, but there are ${transforms.length} transforms.`);
    }
    return transform;
  });
};

/**
 * Augmentations in the order of their use. A transform that has no hook for what an order lists it for
 * is left out of it, so that lfads-torch's configs can list spike jitter among the losses.
 *
 * @throws LfadsError LFADS_AUGMENTATION_ORDER for an index out of range or given twice, and for a
 * transform whose losses are processed although its batch is not
 */
export class AugmentationStack implements AugmentationOrder {
  readonly batchTransforms: readonly Augmentation[];
  readonly lossTransforms: readonly Augmentation[];

  constructor({ transforms = [], batchOrder, lossOrder }: AugmentationStackOptions = {}) {
    const used = inOrder(transforms, batchOrder, 'batch_order', 'processBatch');
    const judged = inOrder(transforms, lossOrder, 'loss_order', 'processLosses');
    this.batchTransforms = used.filter((transform) => transform.processBatch !== undefined);
    this.lossTransforms = judged.filter((transform) => transform.processLosses !== undefined);
    for (const transform of this.lossTransforms) {
      if (transform.processBatch === undefined || this.batchTransforms.includes(transform))
        continue;
      throw fault(
        `loss_order has transform ${transforms.indexOf(transform)}, but batch_order does not: its losses depend on its batch.`,
      );
    }
  }
}

const order = () => z.array(z.int().nonnegative()).optional();

export const augmentationStack = defineAugmentationStack({
  target: '@lfads/core/AugmentationStack',
  summary: 'Augmentations of the batch and of the losses, in order.',
  options: z.object({
    transforms: z.array(partOf<Augmentation>('augmentation')).default([]).describe('Augmentations'),
    batch_order: order().describe('Which transforms change the batch, by index; absent: all'),
    loss_order: order().describe('Which transforms change the losses, by index; absent: all'),
  }),
  create: ({ transforms, batch_order, loss_order }) =>
    new AugmentationStack({ transforms, batchOrder: batch_order, lossOrder: loss_order }),
});
