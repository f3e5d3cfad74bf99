import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gruCell } from './index.js';
import { expectClose, normal } from './testing/numbers.js';
import { hasParity, parityTensors } from './testing/parity.js';

const weights = () => ({
  weightIh: normal<tf.Rank.R2>([6, 3], 1),
  weightHh: normal<tf.Rank.R2>([6, 2], 2),
  biasIh: normal<tf.Rank.R1>([6], 3),
});

describe('gruCell', () => {
  it.skipIf(!hasParity)('gives the reference implementation’s states and gradients', async () => {
    const fixture = await parityTensors('gru_cell');
    const clip = fixture.clip_value!.dataSync()[0]!;
    const cell = (...args: Tensor[]) => {
      const [x, h, weightIh, weightHh] = args as Tensor2D[];
      const [, , , , biasIh, biasHh] = args as unknown as Tensor1D[];
      return gruCell(
        { x: x!, h: h!, weightIh: weightIh!, weightHh: weightHh!, biasIh: biasIh!, biasHh },
        clip,
      );
    };
    const names = ['input', 'hidden', 'weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'];
    const inputs = names.map((name) => fixture[name]!);
    expectClose(cell(...inputs), fixture.result!, { rtol: 1e-5, atol: 1e-6 });
    const gradients = tf.grads(cell)(inputs, fixture.cotangent!);
    names.slice(0, 5).forEach((name, i) => {
      expectClose(gradients[i]!, fixture[`grad_${name}`]!, { rtol: 1e-5, atol: 2e-6 });
    });
  });

  it('takes an absent hidden bias for zero', () => {
    const inputs = { x: normal<tf.Rank.R2>([4, 3], 4), h: normal<tf.Rank.R2>([4, 2], 5) };
    const without = gruCell({ ...inputs, ...weights() }, 5);
    const withZero = gruCell({ ...inputs, ...weights(), biasHh: tf.zeros([6]) }, 5);
    expectClose(without, withZero, { rtol: 0, atol: 0 });
  });

  it('holds the state within the clip, whose bounds pass the gradient', () => {
    // A large update bias keeps the old state: h' = clip(h).
    const keep = tf.tensor1d([100, 100, 100, 0, 0, 0, 0, 0, 0]);
    const zeros = { x: tf.zeros<tf.Rank.R2>([1, 1]), weightIh: tf.zeros<tf.Rank.R2>([9, 1]) };
    const cell = (h: Tensor) =>
      gruCell({ ...zeros, h: h as Tensor2D, weightHh: tf.zeros([9, 3]), biasIh: keep }, 0.5);
    const h = tf.tensor2d([[-2, 0.5, 0.25]]);
    expectClose(cell(h), [-0.5, 0.5, 0.25]);
    expectClose(tf.grad(cell)(h), [0, 1, 1]);
  });

  it('names the argument that does not fit, with its shapes', () => {
    const inputs = { x: tf.zeros<tf.Rank.R2>([4, 3]), h: tf.zeros<tf.Rank.R2>([4, 5]) };
    expect(() => gruCell({ ...inputs, ...weights() }, 5)).toThrow(
      'gruCell: weightIh must have shape [3H = 15, I = 3], got [6, 3]',
    );
  });
});
