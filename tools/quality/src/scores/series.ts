import { Matrix } from 'ml-matrix';

/** Values `[trial, step, channel]`, row-major. */
export interface Series {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** The first steps and a range of channels of a series. */
export function region(
  { shape, data }: Series,
  { steps, from = 0, to }: { steps: number; from?: number; to: number },
): Series {
  const [trials = 0, allSteps = 0, allChannels = 0] = shape;
  const channels = to - from;
  const taken = new Float64Array(trials * steps * channels);
  let at = 0;
  for (let trial = 0; trial < trials; trial++) {
    for (let step = 0; step < steps; step++) {
      const start = (trial * allSteps + step) * allChannels + from;
      for (let channel = 0; channel < channels; channel++) taken[at++] = data[start + channel]!;
    }
  }
  return { shape: [trials, steps, channels], data: taken };
}

/** Steps `start` to `end` of some trials as a matrix, one row per trial and step. */
export function rows(
  { shape, data }: Series,
  trials: readonly number[],
  start: number,
  end: number,
): Matrix {
  const [, steps = 0, channels = 0] = shape;
  const matrix = new Matrix(trials.length * (end - start), channels);
  let row = 0;
  for (const trial of trials) {
    for (let step = start; step < end; step++, row++) {
      const from = (trial * steps + step) * channels;
      for (let channel = 0; channel < channels; channel++) {
        matrix.set(row, channel, data[from + channel]!);
      }
    }
  }
  return matrix;
}

/** All trials and steps as a matrix, one row each. */
export const allRows = (series: Series): Matrix =>
  rows(
    series,
    Array.from({ length: series.shape[0]! }, (_, trial) => trial),
    0,
    series.shape[1]!,
  );
