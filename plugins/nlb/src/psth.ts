import { mean, r2OrConstant } from './r2-scores.js';
import { range, type Series } from './series.js';
import { requireShapes } from './shapes.js';
import { smooth } from './smooth.js';

/** The trials of each condition, by the condition's row in the PSTHs. */
export type Conditions = readonly (readonly number[])[];

export interface PsthOptions {
  /** By trial: steps by which its rates are moved to be aligned; negative: to earlier steps. */
  jitter?: ArrayLike<number> | undefined;
}

/**
 * R² of peri-stimulus time histograms (Pei et al. 2021): rates averaged over the trials of each condition against the
 * PSTHs, over all conditions and steps; the mean over channels. Steps where a condition's PSTH is NaN in its first channel
 * are left out, and conditions without trials.
 *
 * @param psth `[condition, step, channel]`
 * @param rates `[trial, step, channel]`
 * @returns NaN when no condition has trials, or rates are missing where a PSTH is known
 * @throws LfadsError LFADS_NLB_SHAPES when channels differ, or there are no rates of a trial or no PSTH of a condition
 */
export function psthR2(
  psth: Series,
  rates: Series,
  conditions: Conditions,
  { jitter }: PsthOptions = {},
): number {
  const [, steps = 0, channels = 0] = psth.shape;
  const trialNumbers = conditions.flat();
  requireShapes(
    channels === rates.shape[2] &&
      conditions.length <= psth.shape[0]! &&
      trialNumbers.every((trial) => trial < rates.shape[0]!),
    { psth, rates, 'trials of conditions': { shape: [trialNumbers.length] } },
  );
  const truth: number[][] = [];
  const predicted: number[][] = [];
  conditions.forEach((trials, condition) => {
    if (trials.length === 0) return;
    for (let step = 0; step < steps; step++) {
      const at = (condition * steps + step) * channels;
      if (Number.isNaN(psth.data[at]!)) continue;
      truth.push(range(channels).map((channel) => psth.data[at + channel]!));
      predicted.push(
        range(channels).map((channel) =>
          mean(
            trials.map((trial) => shifted(rates, trial, step - (jitter?.[trial] ?? 0), channel)),
          ),
        ),
      );
    }
  });
  return truth.length === 0
    ? NaN
    : mean(range(channels).map((c) => channelR2(truth, predicted, c)));
}

function shifted({ shape, data }: Series, trial: number, step: number, channel: number): number {
  const [, steps = 0, channels = 0] = shape;
  return step < 0 || step >= steps ? NaN : data[(trial * steps + step) * channels + channel]!;
}

function channelR2(
  truth: readonly number[][],
  predicted: readonly number[][],
  channel: number,
): number {
  const average = mean(truth.map((row) => row[channel]!));
  let [residual, total] = [0, 0];
  truth.forEach((row, i) => {
    residual += (row[channel]! - predicted[i]![channel]!) ** 2;
    total += (row[channel]! - average) ** 2;
  });
  return r2OrConstant(residual, total);
}

/**
 * PSTHs of recorded counts: each trial smoothed over time with a Gaussian, then averaged by condition.
 *
 * @param sd standard deviation of the Gaussian, in steps
 */
export function psthOf(counts: Series, conditions: Conditions, sd: number): Series {
  const [, steps = 0, channels = 0] = counts.shape;
  const size = steps * channels;
  const { data } = smooth(counts, sd);
  const psth = new Float64Array(conditions.length * size).fill(NaN);
  conditions.forEach((trials, condition) => {
    if (trials.length === 0) return;
    for (let i = 0; i < size; i++) {
      psth[condition * size + i] = mean(trials.map((trial) => data[trial * size + i]!));
    }
  });
  return { shape: [conditions.length, steps, channels], data: psth };
}
