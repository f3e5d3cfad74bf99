import { decayOf, noiseSd } from './noise.js';
import { type Deconvolved, oasis } from './oasis.js';

export interface CellOptions {
  /** Share of the calcium that is left after a frame; default: read from the traces. */
  decay?: number | undefined;
}

/** One cell's events, and what they were found with. */
export interface CellEvents {
  /** Events of each trace. */
  events: Float64Array[];
  decay: number;
  noise: number;
  baseline: number;
  penalty: number;
}

const BASELINE_ROUNDS = 8;
const PENALTY_ROUNDS = 30;

/**
 * The events of one cell: the sparsest ones that explain its traces as well as its noise allows. The penalty is the largest for
 * which the mean squared residual stays at the noise's variance, and the baseline is what leaves residuals without a
 * mean (Friedrich, Zhou & Paninski 2017, "hard noise constraint").
 *
 * @param traces fluorescence or dF/F, one array a recording without gaps (a trial, or all of it)
 */
export function deconvolveCell(
  traces: readonly ArrayLike<number>[],
  { decay = decayOf(traces) }: CellOptions = {},
): CellEvents {
  const noise = noiseSd(concatenated(traces));
  let baseline = startingBaseline(traces);
  let penalty = 0;
  let found: Deconvolved[] = [];
  for (let round = 0; round < BASELINE_ROUNDS; round++) {
    const lifted = traces.map((trace) => Float64Array.from(trace, (value) => value - baseline));
    penalty = largestPenalty(lifted, decay, noise);
    found = lifted.map((trace) => oasis(trace, decay, penalty));
    const shift = meanResidual(lifted, found);
    baseline += shift;
    if (Math.abs(shift) < 1e-3 * noise) break;
  }
  return { events: found.map(({ events }) => events), decay, noise, baseline, penalty };
}

/** By bisection: the residual grows with the penalty. */
function largestPenalty(traces: readonly Float64Array[], decay: number, noise: number): number {
  const tooLarge = (penalty: number) =>
    meanSquare(
      traces,
      traces.map((trace) => oasis(trace, decay, penalty)),
    ) >
    noise ** 2;
  let [low, high] = [0, noise];
  if (tooLarge(0)) return 0;
  while (!tooLarge(high) && high < 1e6 * noise) [low, high] = [high, 2 * high];
  for (let round = 0; round < PENALTY_ROUNDS; round++) {
    const middle = (low + high) / 2;
    if (tooLarge(middle)) high = middle;
    else low = middle;
  }
  return low;
}

const concatenated = (traces: readonly ArrayLike<number>[]): Float64Array =>
  Float64Array.from(traces.flatMap((trace) => Array.from(trace)));

/** The lower part of the values' middle: events only add. */
function startingBaseline(traces: readonly ArrayLike<number>[]): number {
  const sorted = concatenated(traces).sort();
  return sorted[Math.floor(0.3 * sorted.length)]!;
}

function meanResidual(traces: readonly Float64Array[], found: readonly Deconvolved[]): number {
  let [sum, count] = [0, 0];
  traces.forEach((trace, i) => {
    trace.forEach((value, t) => (sum += value - found[i]!.calcium[t]!));
    count += trace.length;
  });
  return sum / count;
}

function meanSquare(traces: readonly Float64Array[], found: readonly Deconvolved[]): number {
  let [sum, count] = [0, 0];
  traces.forEach((trace, i) => {
    trace.forEach((value, t) => (sum += (value - found[i]!.calcium[t]!) ** 2));
    count += trace.length;
  });
  return sum / count;
}
