import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { maskScale } from './index.js';
import { expectClose } from './testing/numbers.js';

describe('maskScale', () => {
  const mask = tf.tensor2d([[1, 0], [0, 1]], [2, 2], 'bool') as Tensor; // prettier-ignore

  it('scales what is kept and zeroes the rest, in values and gradients', () => {
    const drop = (x: Tensor) => maskScale(x, mask, 2);
    expectClose(drop(tf.tensor2d([[1, 2], [3, 4]])), [2, 0, 0, 8]); // prettier-ignore
    expectClose(tf.grad(drop)(tf.ones([2, 2])), [2, 0, 0, 2]);
  });

  it('takes masks of its input’s shape and of dtype bool only', () => {
    expect(() => maskScale(tf.ones([2, 3]) as Tensor, mask, 2)).toThrow(
      'maskScale: x and mask must have one shape, got [2, 3] and [2, 2]',
    );
    expect(() => maskScale(tf.ones([2, 2]), tf.ones([2, 2]), 2)).toThrow(
      'maskScale: mask must be bool, got float32',
    );
  });
});
