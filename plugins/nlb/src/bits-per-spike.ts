import { bitsPerSpikeFromSums } from '@lfads/core';
import { range, type Series } from './series.js';
import { requireShapes, sameShape } from './shapes.js';

/** The least expected count of a bin: a rate of 0 where a spike was would cost infinitely much. */
const LEAST_RATE = 1e-9;

/**
 * Bits per spike of rates (Pei et al. 2021, eq. 1): by how much they explain the counts better than each channel's mean
 * does, per spike: `(NLL of the means - NLL of the rates) / spikes / ln 2` with Poisson likelihoods.
 *
 * @param rates expected counts, 0 or more, `[trial, step, channel]`
 * @param counts of the same shape; NaN where nothing was observed
 * @returns NaN without spikes, and where a rate is negative or missing
 * @throws LfadsError LFADS_NLB_SHAPES
 */
export function bitsPerSpike(rates: Series, counts: Series): number {
  requireShapes(sameShape(rates, counts), { rates, counts });
  const channels = counts.shape.at(-1)!;
  return bitsPerSpikeFromSums(
    range(channels).map((channel) => channelSums(rates.data, counts.data, channel, channels)),
    0,
  );
}

function channelSums(
  rates: ArrayLike<number>,
  counts: ArrayLike<number>,
  channel: number,
  channels: number,
) {
  const sums = { rates: 0, products: 0, counts: 0, bins: 0 };
  for (let i = channel; i < counts.length; i += channels) {
    const count = counts[i]!;
    if (Number.isNaN(count)) continue;
    const rate = rates[i]! === 0 ? LEAST_RATE : rates[i]!;
    sums.rates += rate;
    sums.products += count * Math.log(rate);
    sums.counts += count;
    sums.bins += 1;
  }
  return sums;
}
