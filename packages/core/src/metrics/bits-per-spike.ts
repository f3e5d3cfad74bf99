import { poissonSums } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';

/** One channel's sums over the trials and steps of a region: of exp(a), of x a, of x, and of bins. */
export interface ChannelSums {
  rates: number;
  products: number;
  counts: number;
  bins: number;
}

/**
 * Bits per spike of a region (Pei et al. 2021, eq. 1): how much better the rates explain the counts than a
 * constant rate per channel does, per spike. log(x!) cancels, so that the sums are all it takes.
 *
 * @param least added to the constant rates in their logarithm
 * @returns NaN for a region without spikes
 */
export const bitsPerSpikeFromSums = (channels: readonly ChannelSums[], least = 1e-8): number => {
  let gain = 0;
  let spikes = 0;
  for (const { rates, products, counts, bins } of channels) {
    if (bins === 0) continue;
    const nullLoss = counts === 0 ? 0 : counts - counts * Math.log(counts / bins + least);
    gain += nullLoss - (rates - products);
    spikes += counts;
  }
  return spikes > 0 ? gain / spikes / Math.LN2 : NaN;
};

/** A log rate that counts for nothing. */
const NO_RATE = -80;

/** The sums before and from step `split` on, by channel; bins that were not observed are left out. */
const regionSums = (
  logRates: tf.Tensor3D,
  counts: tf.Tensor3D,
  split: number,
  observed?: tf.Tensor3D,
): ChannelSums[][] => {
  const [trials, steps, channels] = counts.shape;
  const { sums, bins } = tf.tidy(() => {
    if (observed === undefined) return { sums: poissonSums(logRates, counts, split).dataSync() };
    const rates = tf.where(observed, logRates, tf.fill(logRates.shape, NO_RATE));
    const ones = tf.cast(observed, 'float32');
    return {
      sums: poissonSums(rates, tf.mul(counts, ones), split).dataSync(),
      bins: poissonSums(ones, ones, split).dataSync(),
    };
  }) as unknown as { sums: Float32Array; bins?: Float32Array };
  const regionSteps = [Math.min(split, steps), Math.max(steps - split, 0)];
  return regionSteps.map((size, region) =>
    Array.from({ length: channels }, (_, channel) => {
      const at = 3 * (region * channels + channel);
      return {
        rates: sums[at]!,
        products: sums[at + 1]!,
        counts: sums[at + 2]!,
        bins: bins?.[at + 2] ?? trials * size,
      };
    }),
  );
};

/**
 * Bits per spike over everything.
 *
 * @param logRates `[B,T,N]`, log of the expected count per bin
 * @param counts `[B,T,N]`
 * @param observed bool `[B,T,N]`: bins where it is 0 are left out
 */
export const bitsPerSpike = (
  logRates: tf.Tensor3D,
  counts: tf.Tensor3D,
  observed?: tf.Tensor3D,
): number => bitsPerSpikeFromSums(regionSums(logRates, counts, counts.shape[1], observed)[0]!);

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
 * @param observed bool `[B,T,N]`: bins where it is 0 are left out
 */
export const regionalBitsPerSpike = (
  logRates: tf.Tensor3D,
  counts: tf.Tensor3D,
  encoder: EncoderRegion,
  observed?: tf.Tensor3D,
): RegionalBitsPerSpike => {
  const [seen, ahead] = regionSums(logRates, counts, encoder.steps, observed);
  return {
    bps: bitsPerSpikeFromSums(seen!.slice(0, encoder.channels)),
    coBps: bitsPerSpikeFromSums(seen!.slice(encoder.channels)),
    fpBps: bitsPerSpikeFromSums(ahead!),
  };
};
