import { poissonSums } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';

/** Per channel, over the trials and steps of a region: sum of exp(a), of x a, and of x. */
interface ChannelSums {
  rates: number;
  products: number;
  counts: number;
}

/**
 * Bits per spike of a region (Pei et al. 2021, eq. 1): how much better the rates explain the counts than a
 * constant rate per channel does, per spike. log(x!) cancels, so that the sums are all it takes.
 *
 * @param binsPerChannel trials times steps
 * @returns NaN for a region without spikes
 */
const fromSums = (channels: readonly ChannelSums[], binsPerChannel: number): number => {
  let gain = 0;
  let spikes = 0;
  for (const { rates, products, counts } of channels) {
    const nullLoss = counts - counts * Math.log(counts / binsPerChannel + 1e-8);
    gain += nullLoss - (rates - products);
    spikes += counts;
  }
  return gain / spikes / Math.LN2;
};

/** The sums before and from step `split` on, by channel. */
const regionSums = (logRates: tf.Tensor3D, counts: tf.Tensor3D, split: number): ChannelSums[][] => {
  const channels = counts.shape[2];
  const sums = tf.tidy(() => poissonSums(logRates, counts, split).dataSync());
  return [0, 1].map((region) =>
    Array.from({ length: channels }, (_, channel) => {
      const at = 3 * (region * channels + channel);
      return { rates: sums[at]!, products: sums[at + 1]!, counts: sums[at + 2]! };
    }),
  );
};

/**
 * Bits per spike over everything.
 *
 * @param logRates `[B,T,N]`, log of the expected count per bin
 * @param counts `[B,T,N]`
 */
export const bitsPerSpike = (logRates: tf.Tensor3D, counts: tf.Tensor3D): number => {
  const [trials, steps] = counts.shape;
  return fromSums(regionSums(logRates, counts, steps)[0]!, trials * steps);
};

/** Where encoder data ends in the target's channels and steps. */
export interface EncoderRegion {
  channels: number;
  steps: number;
}

/** Bits per spike of held-in channels, of held-out channels, and of the steps ahead (all channels). */
export interface RegionalBitsPerSpike {
  bps: number;
  coBps: number;
  fpBps: number;
}

/**
 * Bits per spike by region, from one pass over the data. A region that does not exist gives NaN.
 *
 * @param logRates `[B,T,N]`, log of the expected count per bin
 * @param counts `[B,T,N]`
 */
export const regionalBitsPerSpike = (
  logRates: tf.Tensor3D,
  counts: tf.Tensor3D,
  encoder: EncoderRegion,
): RegionalBitsPerSpike => {
  const [trials, steps] = counts.shape;
  const [seen, ahead] = regionSums(logRates, counts, encoder.steps);
  const bins = trials * Math.min(encoder.steps, steps);
  return {
    bps: fromSums(seen!.slice(0, encoder.channels), bins),
    coBps: fromSums(seen!.slice(encoder.channels), bins),
    fpBps: fromSums(ahead!, trials * Math.max(steps - encoder.steps, 0)),
  };
};
