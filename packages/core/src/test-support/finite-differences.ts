import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/**
 * Expects a gradient to be what central differences give, at a few elements of the variable.
 *
 * @param f the function whose gradient it is; it reads the variable
 */
export function expectFiniteDifferences(
  f: () => number,
  variable: tf.Variable,
  gradient: tf.Tensor,
  { step = 1e-2, tolerance = 1e-2, elements = 4 } = {},
): void {
  expect(gradient.shape).toEqual(variable.shape);
  const values = Float32Array.from(variable.dataSync());
  const slopes = gradient.dataSync();
  const scale = Math.max(1e-3, ...slopes.map(Math.abs));
  const at = (element: number, value: number): number => {
    const moved = values.map((old, i) => (i === element ? value : old));
    tf.tidy(() => variable.assign(tf.tensor(moved, variable.shape)));
    return f();
  };
  for (let i = 0; i < elements; i++) {
    const element = Math.floor(((i + 0.5) * values.length) / elements);
    const value = values[element]!;
    const slope = (at(element, value + step) - at(element, value - step)) / (2 * step);
    at(element, value);
    expect(Math.abs(slope - slopes[element]!) / scale, `element ${element}`).toBeLessThan(
      tolerance,
    );
  }
}
