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

/** Radians per step of the fastest of the rotations below: a period of about 25 steps. */
const FASTEST = 0.25;

/**
 * A square matrix that turns pairs of dimensions about each other, each pair at a rate of its own, evenly
 * spaced up to 0.25 radians per step; a dimension left over stays. All eigenvalues lie on the unit circle.
 */
export const slowRotations: Initializer = (shape) => {
  const [, units] = shape as [number, number];
  const values = new Float32Array(size(shape));
  const pairs = Math.floor(units / 2);
  for (let pair = 0; pair < pairs; pair++) {
    const angle = (FASTEST * (pair + 1)) / pairs;
    const [first, second] = [2 * pair * (units + 1), (2 * pair + 1) * (units + 1)];
    values[first] = values[second] = Math.cos(angle);
    values[first + 1] = -Math.sin(angle);
    values[second - 1] = Math.sin(angle);
  }
  if (units % 2 === 1) values[values.length - 1] = 1;
  return values;
};

/** A GRU's input bias `[3H]`: ones for the gates z and r, zeros for the candidate n. */
export const gruBias: Initializer = (shape) => {
  const values = new Float32Array(size(shape)).fill(1);
  return values.fill(0, (values.length / 3) * 2);
};
