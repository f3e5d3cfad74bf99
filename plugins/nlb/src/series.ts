import { LfadsError } from '@lfads/core';
import { Matrix } from 'ml-matrix';

/** Values `[trial, step, channel]`, row-major. */
export interface Series {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** From the first on, and before the second. */
export type Range = readonly [from: number, to: number];

/**
 * Some steps and channels of a series, by default all.
 *
 * @throws LfadsError LFADS_NLB_SHAPES when the series does not have them
 */
export function crop(
  { shape, data }: Series,
  { steps, channels }: { steps?: Range; channels?: Range },
): Series {
  const [trials = 0, allSteps = 0, allChannels = 0] = shape;
  const [firstStep, lastStep] = steps ?? [0, allSteps];
  const [firstChannel, lastChannel] = channels ?? [0, allChannels];
  if (!within(firstStep, lastStep, allSteps) || !within(firstChannel, lastChannel, allChannels)) {
    throw new LfadsError(
      'LFADS_NLB_SHAPES',
      `An array [${shape.join(', ')}] has no steps ${firstStep} to ${lastStep} of channels ${firstChannel} to ${lastChannel}.`,
      'Rates and what they are scored by need the same steps and channels: are they of the same data set?',
    );
  }
  const size = [trials, lastStep - firstStep, lastChannel - firstChannel] as const;
  const taken = new Float64Array(size[0] * size[1] * size[2]);
  let at = 0;
  for (let trial = 0; trial < trials; trial++) {
    for (let step = firstStep; step < lastStep; step++) {
      const start = (trial * allSteps + step) * allChannels;
      for (let channel = firstChannel; channel < lastChannel; channel++) {
        taken[at++] = data[start + channel]!;
      }
    }
  }
  return { shape: size, data: taken };
}

const within = (first: number, last: number, size: number) =>
  first >= 0 && first <= last && last <= size;

/** Steps `start` to `end` of some trials as a matrix, one row per trial and step. */
export function rows(
  { shape, data }: Series,
  trials: readonly number[],
  [start, end]: Range,
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
  rows(series, range(series.shape[0]!), [0, series.shape[1]!]);

export const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
