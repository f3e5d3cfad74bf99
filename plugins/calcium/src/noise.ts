import { mean, median } from 'simple-statistics';

/** Of normal numbers: median of |x| over standard deviation. */
const MEDIAN_OF_NORMAL = 0.6744897501960817;

/**
 * Standard deviation of a trace's white noise: the median size of its second differences, which a slow signal and rare events
 * hardly change.
 *
 * @param trace at least three frames
 */
export function noiseSd(trace: ArrayLike<number>): number {
  const sizes = Array.from({ length: trace.length - 2 }, (_, t) =>
    Math.abs(trace[t]! - 2 * trace[t + 1]! + trace[t + 2]!),
  );
  return median(sizes) / MEDIAN_OF_NORMAL / Math.sqrt(6);
}

/** Autocovariances that the decay is read from. */
const LAGS = 5;
const [LEAST_DECAY, MOST_DECAY] = [0.05, 0.999];

/**
 * Share of an indicator's calcium that is left after a frame, from how the autocovariance of the trace falls after lag 1, where
 * white noise no longer counts (Pnevmatikakis et al. 2016, Neuron 89:285).
 */
export function decayOf(traces: readonly ArrayLike<number>[]): number {
  const covariances = Array.from({ length: LAGS }, (_, i) =>
    mean(traces.map((trace) => autocovariance(trace, i + 1))),
  );
  let [products, squares] = [0, 0];
  for (let i = 0; i + 1 < LAGS; i++) {
    products += covariances[i]! * covariances[i + 1]!;
    squares += covariances[i]! ** 2;
  }
  const decay = squares > 0 ? products / squares : LEAST_DECAY;
  return Math.min(MOST_DECAY, Math.max(LEAST_DECAY, decay));
}

function autocovariance(trace: ArrayLike<number>, lag: number): number {
  const average = mean(Array.from(trace));
  let sum = 0;
  for (let t = lag; t < trace.length; t++) {
    sum += (trace[t]! - average) * (trace[t - lag]! - average);
  }
  return sum / trace.length;
}
