import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { adamwStep, adamwUpdate, globalNorm, sumSquares } from './index.js';
import { expectClose, expectGradients, normal } from './testing/numbers.js';
import { hasParity, parityTensors } from './testing/parity.js';

describe('adamwStep and globalNorm', () => {
  it.skipIf(!hasParity)('give the reference optimiser’s parameters and norms', async () => {
    const fixture = await parityTensors('adamw');
    const [lr, beta1, beta2, epsilon, weightDecay, clipNorm] = fixture.hyper!.dataSync();
    const norms = fixture.grad_norm_before_clip!.dataSync();
    let states = [0, 1].map((i) => {
      const p = fixture[`start/${i}`]!;
      return { p, m: tf.zerosLike(p), v: tf.zerosLike(p) };
    });
    for (const k of [0, 1, 2, 3, 4]) {
      const gradients = [0, 1].map((i) => fixture[`grad/${k}/${i}`]!);
      const norm = globalNorm(gradients);
      expectClose(norm, norms[k]!, { rtol: 1e-6, atol: 0 });
      const options = {
        lr: lr!,
        beta1: beta1!,
        beta2: beta2!,
        epsilon: epsilon!,
        weightDecay: weightDecay!,
        step: k + 1,
        gradScale: Math.min(1, clipNorm! / (norm.dataSync()[0]! + 1e-6)),
      };
      states = states.map((state, i) => adamwStep({ ...state, g: gradients[i]! }, options));
      states.forEach(({ p }, i) => {
        expectClose(p, fixture[`after/${k}/${i}`]!, { rtol: 1e-5, atol: 1e-6 });
      });
    }
  });

  it('leave their inputs as they are', () => {
    const [p, m, v, g] = [0, 1, 2, 3].map((draw) => tf.square(normal([3], draw))) as Tensor[];
    const before = [p!, m!, v!, g!].map((tensor) => tensor.dataSync().slice());
    const options = {
      lr: 0.1,
      beta1: 0.9,
      beta2: 0.99,
      epsilon: 1e-8,
      weightDecay: 0.1,
      step: 3,
      gradScale: 0.5,
    };
    adamwStep({ p: p!, m: m!, v: v!, g: g! }, options);
    expect([p!, m!, v!, g!].map((tensor) => tensor.dataSync())).toEqual(before);
  });

  it('reject tensors of different shapes', () => {
    const [p, m] = [tf.zeros([2]), tf.zeros([3])];
    expect(() => adamwStep({ p, m, v: p, g: p }, {} as never)).toThrow(
      'adamwStep: p and m must have one shape, got [2] and [3]',
    );
  });
});

describe('sumSquares', () => {
  it('weighs each tensor’s sum of squares, with the gradient of its values', () => {
    const tensors = [tf.tensor1d([1, 2]), tf.tensor2d([[3]])];
    expectClose(sumSquares(tensors, [2, 0.5]), 14.5);
    expectGradients((...args) => sumSquares(args, [2, -0.5]), [normal([3], 0), normal([2, 2], 1)]);
  });

  it('is zero for no tensors and rejects a wrong number of coefficients', () => {
    expectClose(sumSquares([], []), 0);
    expectClose(globalNorm([]), 0);
    expect(() => sumSquares([tf.ones([1])], [])).toThrow('got 1 tensors but 0 coefficients');
  });
});

describe('adamwUpdate', () => {
  const variable = (values: number[]) => tf.tidy(() => tf.variable(tf.tensor1d(values)));
  const options = { lr: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, gradScale: 0.5 };
  const update = () => ({
    p: variable([1, -2]),
    m: variable([0.1, 0]),
    v: variable([0.2, 0.3]),
    g: tf.tensor1d([0.4, -0.5]),
    weightDecay: 0.01,
    step: 3,
  });

  it('gives every parameter and its moments what adamwStep computes', () => {
    const updates = [update(), { ...update(), g: tf.tensor1d([3, 2]), step: 1 }];
    const expected = updates.map((each) => adamwStep<tf.Tensor>(each, { ...options, ...each }));
    adamwUpdate(updates, options);
    updates.forEach(({ p, m, v }, i) => {
      expectClose(p, expected[i]!.p.dataSync());
      expectClose(m, expected[i]!.m.dataSync());
      expectClose(v, expected[i]!.v.dataSync());
    });
  });

  it('names the parameter tensor that does not fit', () => {
    const wrong = { ...update(), g: tf.tensor1d([1]) };
    expect(() => adamwUpdate([wrong], options)).toThrow(/p and g must have one shape/);
  });
});
