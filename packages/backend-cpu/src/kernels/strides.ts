/** How far apart neighbours along each axis lie, row-major. */
export function stridesOf(shape: readonly number[]): number[] {
  const steps = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; --axis)
    steps[axis] = steps[axis + 1]! * shape[axis + 1]!;
  return steps;
}

/**
 * Calls `row` for each run along the last axis of a box that is walked in order on one side and by `steps` on the other.
 *
 * @param start offset on the other side
 */
function forEachRow(
  shape: readonly number[],
  steps: readonly number[],
  start: number,
  row: (ordered: number, other: number) => void,
): void {
  const outer = shape.length - 1;
  const length = shape[outer] ?? 1;
  const size = shape.reduce((product, n) => product * n, 1);
  const index = new Array<number>(Math.max(outer, 0)).fill(0);
  let other = start;
  for (let ordered = 0; ordered < size; ordered += length) {
    row(ordered, other);
    for (let axis = outer - 1; axis >= 0; --axis) {
      other += steps[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      other -= shape[axis]! * steps[axis]!;
      index[axis] = 0;
    }
  }
}

/** `to`, of the shape, in order, from elements of `from` that lie `steps` apart (0: the same one again). */
export function gather(
  from: Float32Array,
  to: Float32Array,
  shape: readonly number[],
  steps: readonly number[],
  start = 0,
): void {
  const [length, step] = [shape.at(-1) ?? 1, steps.at(-1) ?? 1];
  forEachRow(shape, steps, start, (ordered, other) => {
    for (let i = 0; i < length; ++i) to[ordered + i] = from[other + i * step]!;
  });
}

/** Elements of `from`, of the shape, in order, to elements of `to` that lie `steps` apart. */
export function scatter(
  from: Float32Array,
  to: Float32Array,
  shape: readonly number[],
  steps: readonly number[],
  start = 0,
): void {
  const [length, step] = [shape.at(-1) ?? 1, steps.at(-1) ?? 1];
  forEachRow(shape, steps, start, (ordered, other) => {
    for (let i = 0; i < length; ++i) to[other + i * step] = from[ordered + i]!;
  });
}

/** Adds the elements of `from`, of the shape, in order, to sums that lie `steps` apart (0: the same one again). */
export function accumulate(
  from: Float32Array,
  sums: Float64Array,
  shape: readonly number[],
  steps: readonly number[],
): void {
  const [length, step] = [shape.at(-1) ?? 1, steps.at(-1) ?? 1];
  forEachRow(shape, steps, 0, (ordered, other) => {
    for (let i = 0; i < length; ++i) sums[other + i * step]! += from[ordered + i]!;
  });
}
