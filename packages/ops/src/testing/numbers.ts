import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { drawInput, type InputSpec } from '../conformance/case.js';

/** Asserts |actual - expected| <= rtol |expected| + atol for all elements. */
export function expectClose(
  actual: Tensor,
  expected: Tensor | ArrayLike<number> | number,
  { rtol = 1e-4, atol = 1e-5 } = {},
): void {
  const values = Array.from(actual.dataSync());
  const wanted =
    expected instanceof tf.Tensor
      ? Array.from(expected.dataSync())
      : typeof expected === 'number'
        ? [expected]
        : Array.from(expected);
  if (expected instanceof tf.Tensor) expect(actual.shape).toEqual(expected.shape);
  expect(values).toHaveLength(wanted.length);
  const wrong = values
    .map((value, i) => ({ i, value, wanted: wanted[i]! }))
    .filter(({ value, wanted }) => !(Math.abs(value - wanted) <= rtol * Math.abs(wanted) + atol));
  expect(wrong).toEqual([]);
}

/** Fixed normal draws; another `draw` gives other values. */
export function normal<R extends tf.Rank>(shape: number[], draw: number, scale = 1): tf.Tensor<R> {
  return drawInput({ shape, scale }, draw) as tf.Tensor<R>;
}

export function drawn<T extends Tensor>(spec: InputSpec, draw: number): T {
  return drawInput(spec, draw) as T;
}

/**
 * Asserts that the gradient of the scalar `f` agrees with central differences along random directions:
 * one number for each input, so that float32 rounding stays small beside it.
 */
export function expectGradients(f: (...inputs: Tensor[]) => Tensor, inputs: Tensor[]): void {
  const gradients = tf.grads(f)(inputs);
  const step = 1e-2;
  inputs.forEach((input, i) => {
    const gradient = gradients[i]!;
    expect(gradient.shape).toEqual(input.shape);
    const direction = tf.add(tf.mul(gradient, 1), normal(input.shape, 500 + i, 0.1));
    const unit = tf.div(direction, tf.norm(direction));
    const moved = (by: number) =>
      f(...inputs.map((other, j) => (i === j ? tf.add(other, tf.mul(unit, by)) : other)));
    const difference = tf.div(tf.sub(moved(step), moved(-step)), 2 * step);
    const slope = tf.sum(tf.mul(gradient, unit));
    expectClose(slope, difference, { rtol: 1e-2, atol: 2e-3 });
  });
}
