import type { Initializer } from '../contracts/index.js';

const size = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

/** Normal draws with standard deviation `1 / sqrt(fanIn)` (lfads-torch's variance scaling). */
export const varianceScaling =
  (fanIn: number): Initializer =>
  (shape, draws) => {
    const values = draws.normal(size(shape));
    const std = 1 / Math.sqrt(fanIn);
    return values.map((value) => value * std);
  };

export const constant =
  (value: number): Initializer =>
  (shape) =>
    new Float32Array(size(shape)).fill(value);

export const zeros: Initializer = constant(0);

/** Ones on the diagonal of a matrix. */
export const identityMatrix: Initializer = (shape) => {
  const [, columns] = shape as [number, number];
  return new Float32Array(size(shape)).map((_, i) => (i % (columns + 1) === 0 ? 1 : 0));
};

/** A GRU's input bias `[3H]`: ones for the gates z and r, zeros for the candidate n. */
export const gruBias: Initializer = (shape) => {
  const values = new Float32Array(size(shape)).fill(1);
  return values.fill(0, (values.length / 3) * 2);
};
