import type { Initializer } from '../contracts/index.js';

const size = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

/** Uniform draws between -1/sqrt(fanIn) and 1/sqrt(fanIn): how PyTorch starts a linear layer. */
export const uniformFanIn =
  (fanIn: number): Initializer =>
  (shape, draws) =>
    draws.uniform(size(shape)).map((value) => (2 * value - 1) / Math.sqrt(fanIn));

/** Starts with these values, row-major, and with zeros in the rows after them. */
export const given =
  (values: ArrayLike<number>): Initializer =>
  (shape) => {
    const start = new Float32Array(size(shape));
    start.set(values);
    return start;
  };
