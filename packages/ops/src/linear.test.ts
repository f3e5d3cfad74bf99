import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { linear, normalizeRows } from './index.js';
import { expectClose, expectGradients, normal } from './testing/numbers.js';
import { hasParity, parityTensors } from './testing/parity.js';

describe('linear', () => {
  it('is x times the transposed weight plus the bias along the last axis', () => {
    const x = tf.tensor3d([[[1, 2]], [[3, 4]]]);
    const weight = tf.tensor2d([[1, 10], [0, 1], [-1, 0]]); // prettier-ignore
    const y = linear(x, weight, tf.tensor1d([100, 0, 0]));
    expect(y.shape).toEqual([2, 1, 3]);
    expectClose(y, [121, 2, -1, 143, 4, -3]);
    expectClose(linear(tf.tensor1d([1, 2]), weight), [21, 2, -1]);
  });

  it('has the gradient of its values', () => {
    const cotangent = normal([2, 3, 5], 3);
    expectGradients(
      (x, weight, bias) =>
        tf.sum(tf.mul(cotangent, linear(x as Tensor3D, weight as Tensor2D, bias as Tensor1D))),
      [normal([2, 3, 4], 0), normal([5, 4], 1), normal([5], 2)],
    );
  });

  it('stops the gradient of an input declared as data', () => {
    const x = tf.variable(normal<tf.Rank.R2>([2, 3], 0));
    const weight = tf.variable(normal<tf.Rank.R2>([4, 3], 1));
    const loss = () => tf.sum(linear(x as Tensor2D, weight, undefined, { inputGradient: false }));
    expect(Object.keys(tf.variableGrads(loss as () => tf.Scalar).grads)).toEqual([weight.name]);
    tf.dispose([x, weight]);
  });

  it('names the argument that does not fit, with its shapes', () => {
    expect(() => linear(tf.zeros([2, 3, 4]), tf.zeros([5, 3]))).toThrow(
      'linear: x must have shape [..., K = 3], got [2, 3, 4]',
    );
    expect(() => linear(tf.zeros([2, 3]), tf.zeros([5, 3]), tf.zeros([4]))).toThrow(
      'linear: bias must have shape [N = 5], got [4]',
    );
  });
});

describe('normalizeRows', () => {
  it.skipIf(!hasParity)('with linear gives the reference’s kernel-normalised layer', async () => {
    const fixture = await parityTensors('kernel_normalized_linear');
    const layer = (input: Tensor, weight: Tensor) =>
      linear(input as Tensor2D, normalizeRows(weight as Tensor2D));
    const inputs = [fixture.input!, fixture.weight!];
    const tight = { rtol: 1e-5, atol: 1e-6 };
    expectClose(layer(inputs[0]!, inputs[1]!), fixture.result!, tight);
    const [dInput, dWeight] = tf.grads(layer)(inputs, fixture.cotangent!);
    expectClose(dInput!, fixture.grad_input!, tight);
    expectClose(dWeight!, fixture.grad_weight!, tight);
  });

  it('gives rows of norm 1, and finite values and gradients for a row of zeros', () => {
    const weight = tf.tensor2d([[3, 4], [0, 0]]); // prettier-ignore
    expectClose(normalizeRows(weight), [0.6, 0.8, 0, 0]);
    const gradient = tf
      .grad((w) => tf.sum(normalizeRows(w as Tensor2D)))(weight)
      .dataSync();
    expect(Array.from(gradient).every(Number.isFinite)).toBe(true);
  });
});
