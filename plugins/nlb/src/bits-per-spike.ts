import type { Series } from './series.js';

/** The least expected count of a bin: a rate of 0 where a spike was would cost infinitely much. */
const LEAST_RATE = 1e-9;

/**
 * Bits per spike of rates (Pei et al. 2021, eq. 1): by how much they explain the counts better than each channel's mean
 * does, per spike: `(NLL of the means - NLL of the rates) / spikes / ln 2` with Poisson likelihoods.
 *
 * @param rates expected counts, 0 or more, `[trial, step, channel]`
 * @param counts of the same shape; NaN where nothing was observed
 * @returns NaN without spikes
 */
export function bitsPerSpike(rates: Series, counts: Series): number {
  const channels = counts.shape.at(-1)!;
  let gain = 0;
  let spikes = 0;
  for (let channel = 0; channel < channels; channel++) {
    let [seen, total, loss] = [0, 0, 0];
    for (let i = channel; i < counts.data.length; i += channels) {
      const count = counts.data[i]!;
      if (Number.isNaN(count)) continue;
      const rate = rates.data[i]! === 0 ? LEAST_RATE : rates.data[i]!;
      seen += 1;
      total += count;
      loss += rate - count * Math.log(rate);
    }
    gain += (total > 0 ? total - total * Math.log(total / seen) : LEAST_RATE * seen) - loss;
    spikes += total;
  }
  return spikes > 0 ? gain / spikes / Math.LN2 : NaN;
}
