import { describe, expect, it } from 'vitest';
import type { Augmentation } from '../contracts/index.js';
import { AugmentationStack } from './index.js';

const both: Augmentation = {
  processBatch: (batch) => ({ batch, memo: undefined }),
  processLosses: (losses) => losses,
};
const batchOnly: Augmentation = { processBatch: (batch) => ({ batch, memo: undefined }) };
const lossOnly: Augmentation = { processLosses: (losses) => losses };

describe('AugmentationStack', () => {
  it('uses every transform in its place when no order is given', () => {
    const stack = new AugmentationStack({ transforms: [both, batchOnly, lossOnly] });
    expect(stack.batchTransforms).toEqual([both, batchOnly]);
    expect(stack.lossTransforms).toEqual([both, lossOnly]);
  });

  it('follows the orders, and an empty order uses none', () => {
    const stack = new AugmentationStack({
      transforms: [both, batchOnly],
      batchOrder: [1, 0],
      lossOrder: [],
    });
    expect(stack.batchTransforms).toEqual([batchOnly, both]);
    expect(stack.lossTransforms).toEqual([]);
  });

  it('is empty when nothing is given', () => {
    const stack = new AugmentationStack();
    expect([...stack.batchTransforms, ...stack.lossTransforms]).toEqual([]);
  });

  it('lets transforms without loss hook stand in the loss order', () => {
    const stack = new AugmentationStack({ transforms: [batchOnly], lossOrder: [0] });
    expect(stack.lossTransforms).toEqual([]);
  });

  it.each([
    ['an index out of range', { batchOrder: [1] }, /index 1, but there are 1/],
    ['an index twice', { lossOrder: [0, 0] }, /index twice/],
    ['losses without their batch', { batchOrder: [], lossOrder: [0] }, /batch_order does not/],
  ])('refuses %s', (_, orders, message) => {
    expect(() => new AugmentationStack({ transforms: [both], ...orders })).toThrow(message);
  });
});
