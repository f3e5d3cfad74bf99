import { type Biquad, biquadHP, biquadLP, biquadNotch } from '@thi.ng/dsp/biquad';

/** Second-order sections, in order. */
export type Filter = readonly Biquad[];

/** Of the sections of a Butterworth filter of even order: their quality factors. */
const butterworthQs = (order: number): number[] =>
  Array.from(
    { length: order / 2 },
    (_, i) => 1 / (2 * Math.cos((Math.PI * (2 * i + 1)) / (2 * order))),
  );

/**
 * Butterworth filter of even order by bilinear transform.
 *
 * @param frequency share of the sampling rate, in (0, 0.5)
 */
export const butterworth = (type: 'high-pass' | 'low-pass', frequency: number, order = 4): Filter =>
  butterworthQs(order).map((q) =>
    type === 'high-pass' ? biquadHP(frequency, q) : biquadLP(frequency, q),
  );

/** @param quality centre frequency over the width at half power */
export const notch = (frequency: number, quality = 30): Filter => [biquadNotch(frequency, quality)];

/** Samples that the signal is mirrored by at each end, so that a filter has settled where the signal begins. */
const PADDING = 500;

/**
 * Filters forwards and backwards: no delay, and the filter's gain twice. At the ends the signal goes on turned around its last value
 * (Gustafsson 1996).
 */
export function filterBothWays(signal: Float64Array, filter: Filter): Float64Array {
  if (filter.length === 0 || signal.length < 2) return signal;
  const padding = Math.min(PADDING, signal.length - 1);
  const [first, last] = [signal[0]!, signal[signal.length - 1]!];
  const padded = new Float64Array(signal.length + 2 * padding);
  padded.set(signal, padding);
  for (let i = 1; i <= padding; i++) {
    padded[padding - i] = 2 * first - signal[i]!;
    padded[padding + signal.length - 1 + i] = 2 * last - signal[signal.length - 1 - i]!;
  }
  const forwards = run(padded, filter);
  const backwards = run(forwards.reverse(), filter).reverse();
  return backwards.slice(padding, padding + signal.length);
}

const run = (signal: Float64Array, filter: Filter): Float64Array =>
  filter.reduce((filtered, section) => {
    section.reset();
    return filtered.map((value) => section.next(value));
  }, signal);
