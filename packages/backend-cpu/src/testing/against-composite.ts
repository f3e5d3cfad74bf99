import { withCompositeOps } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

type Named<T> = Record<string, T>;

export interface Tolerance {
  relative: number;
  absolute: number;
}
const FLOAT32: Tolerance = { relative: 2e-5, absolute: 2e-5 };

/** Draws of a fixed pseudo-random series in [-1, 1) (a linear congruential generator). */
export function series(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}
export function randomTensor<T extends Tensor = Tensor>(
  shape: number[],
  seed: number,
  scale = 1,
): T {
  const draw = series(seed * 7919 + 17);
  return tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => scale * draw()),
    shape,
  ) as T;
}
export function randomMask<T extends Tensor = Tensor>(
  shape: number[],
  seed: number,
  keep = 0.7,
): T {
  const draw = series(seed * 104729 + 3);
  const bytes = Uint8Array.from({ length: tf.util.sizeFromShape(shape) }, () =>
    draw() < 2 * keep - 1 ? 1 : 0,
  );
  return tf.tensor(bytes, shape, 'bool') as T;
}

export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string,
  tolerance = FLOAT32,
): void {
  expect(actual.length, `${what}: length`).toBe(expected.length);
  let size = 0;
  for (let i = 0; i < expected.length; ++i) size = Math.max(size, Math.abs(expected[i]!));
  for (let i = 0; i < expected.length; ++i) {
    const error = Math.abs(actual[i]! - expected[i]!);
    const bound =
      tolerance.absolute * Math.max(1e-3, Math.min(size, 1)) +
      tolerance.relative * Math.max(Math.abs(expected[i]!), size * 0.1);
    if (!(error <= bound))
      expect.fail(`${what}[${i}] is ${actual[i]}, expected ${expected[i]} (largest ${size})`);
  }
}

/**
 * Runs `op` with the engine's kernels and as the composite, on the same tensors, and expects equal outputs
 * and equal gradients of `parameters` under random gradients of the outputs.
 */
export function expectSameAsComposite(
  parameters: Named<Tensor>,
  op: (parameters: Named<Tensor>) => Named<Tensor>,
  tolerance?: Tolerance,
): void {
  const fused = evaluate(parameters, op);
  const composite = withCompositeOps(() => evaluate(parameters, op));
  for (const [name, values] of Object.entries(composite)) {
    expect(values.some((value) => value !== 0) || values.length < 3, `${name} is all zero`).toBe(
      true,
    );
    expectClose(fused[name]!, values, name, tolerance);
  }
}

/**
 * As `expectSameAsComposite` for inputs with NaN or infinities: what is not finite in the composite is not finite in
 * the engine's results either, and the other way round; the rest is equal. Returns the engine's results.
 */
export function expectSameWhereFinite(
  parameters: Named<Tensor>,
  op: (parameters: Named<Tensor>) => Named<Tensor>,
): Named<Float32Array> {
  const fused = evaluate(parameters, op);
  const composite = withCompositeOps(() => evaluate(parameters, op));
  const finite = (values: Float32Array) => Array.from(values, Number.isFinite);
  const onlyFinite = (values: Float32Array) => values.filter(Number.isFinite);
  for (const [name, values] of Object.entries(composite)) {
    expect(finite(fused[name]!), `where ${name} is finite`).toEqual(finite(values));
    expectClose(onlyFinite(fused[name]!), onlyFinite(values), name);
  }
  return fused;
}

/** All outputs of `op`, and the gradients of `parameters` under random gradients of the outputs. */
export function evaluate(
  parameters: Named<Tensor>,
  op: (parameters: Named<Tensor>) => Named<Tensor>,
): Named<Float32Array> {
  const names = Object.keys(parameters);
  const result: Named<Float32Array> = {};
  const weightedSum = (...tensors: Tensor[]): tf.Scalar => {
    const outputs = op(Object.fromEntries(names.map((name, i) => [name, tensors[i]!])));
    const terms = Object.entries(outputs).map(([name, output], i) => {
      result[name] = output.dataSync() as Float32Array;
      return tf.sum(tf.mul(output, randomTensor(output.shape, 1000 + i)));
    });
    return tf.addN(terms) as tf.Scalar;
  };
  tf.tidy(() => {
    tf.grads(weightedSum)(Object.values(parameters)).forEach((gradient, i) => {
      result[`gradient of ${names[i]}`] = gradient.dataSync() as Float32Array;
    });
  });
  return result;
}
