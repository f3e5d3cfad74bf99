import { sampleCorrelation } from 'simple-statistics';
import { mean } from './r2-scores.js';
import { range, type Series } from './series.js';
import { requireShapes } from './shapes.js';

/** Columns of the behaviour that tell conditions apart: prior, response modality, direction. */
const CONDITION_COLUMNS = [0, 1, 2];

/**
 * Correlation of neural speed with produced time intervals (Pei et al. 2021, for DMFC_RSG): Pearson's r between the mean
 * length of the steps that the rates take from bin to bin and the interval that the animal produced, within each
 * condition; the mean over conditions.
 *
 * @param counts `[trial, step, channel]`; NaN in the first channel marks steps outside of the interval's preparation
 * @param rates `[trial, step, channel]`
 * @param behavior `[trial, column]`: prior, modality, direction, …, and the produced interval last; NaN: no condition
 * @returns NaN when a condition has fewer than two trials, or there is none
 * @throws LfadsError LFADS_NLB_SHAPES
 */
export function speedTpCorrelation(
  counts: Series,
  rates: Series,
  behavior: { readonly shape: readonly number[]; readonly data: ArrayLike<number> },
): number {
  const [trials, columns = 0] = behavior.shape;
  requireShapes(rates.shape[0] === trials && counts.shape[0] === trials, {
    counts,
    rates,
    behavior,
  });
  const at = (trial: number, column: number) => behavior.data[trial * columns + column]!;
  const conditions = new Map<string, number[]>();
  for (const trial of range(behavior.shape[0]!)) {
    const condition = CONDITION_COLUMNS.map((column) => at(trial, column));
    if (condition.some(Number.isNaN)) continue;
    const key = condition.join();
    conditions.set(key, [...(conditions.get(key) ?? []), trial]);
  }
  return mean(
    [...conditions.values()].map((trials) =>
      trials.length < 2
        ? NaN
        : sampleCorrelation(
            trials.map((trial) => neuralSpeed(counts, rates, trial)),
            trials.map((trial) => at(trial, columns - 1)),
          ),
    ),
  );
}

function neuralSpeed(counts: Series, { shape, data }: Series, trial: number): number {
  const [, steps = 0, channels = 0] = shape;
  const countSteps = counts.shape[1]!;
  const countChannels = counts.shape[2]!;
  const seen = range(Math.min(steps, countSteps)).filter(
    (step) => !Number.isNaN(counts.data[(trial * countSteps + step) * countChannels]!),
  );
  return mean(
    seen.slice(1).map((step, i) => {
      const [to, from] = [step, seen[i]!].map((t) => (trial * steps + t) * channels);
      return Math.hypot(...range(channels).map((c) => data[to! + c]! - data[from! + c]!));
    }),
  );
}
