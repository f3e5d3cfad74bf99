import { stridesOf } from './strides.js';

export interface Box {
  values: Float32Array;
  shape: readonly number[];
  begin: readonly number[];
}

/** Below this many elements a plain loop is faster than making a view for `set`. */
const SHORT_RUN = 256;

/** Copies the box of `size` elements that begins at `from.begin` to where `to.begin` is. */
export function copyBox(from: Box, to: Box, size: readonly number[]): void {
  const outer = outerAxes(from.shape, to.shape, size);
  const run = size.slice(outer).reduce((product, n) => product * n, 1);
  const rows = size.slice(0, outer).reduce((product, n) => product * n, 1);
  const fromSteps = stridesOf(from.shape);
  const toSteps = stridesOf(to.shape);
  let source = offset(from.begin, fromSteps);
  let target = offset(to.begin, toSteps);
  const index = new Array<number>(outer).fill(0);
  for (let row = 0; row < rows; ++row) {
    copyRun(from.values, source, to.values, target, run);
    for (let axis = outer - 1; axis >= 0; --axis) {
      source += fromSteps[axis]!;
      target += toSteps[axis]!;
      if (++index[axis]! < size[axis]!) break;
      source -= size[axis]! * fromSteps[axis]!;
      target -= size[axis]! * toSteps[axis]!;
      index[axis] = 0;
    }
  }
}

function copyRun(
  from: Float32Array,
  source: number,
  to: Float32Array,
  target: number,
  length: number,
): void {
  if (length < SHORT_RUN) for (let i = 0; i < length; ++i) to[target + i] = from[source + i]!;
  else to.set(from.subarray(source, source + length), target);
}

/** How many leading axes must be walked: the elements of the others lie in one run on both sides. */
function outerAxes(
  from: readonly number[],
  to: readonly number[],
  size: readonly number[],
): number {
  let axis = size.length;
  while (axis > 0) {
    --axis;
    if (size[axis] !== from[axis] || size[axis] !== to[axis]) break;
  }
  return axis;
}

const offset = (begin: readonly number[], steps: readonly number[]) =>
  begin.reduce((sum, at, axis) => sum + at * steps[axis]!, 0);
