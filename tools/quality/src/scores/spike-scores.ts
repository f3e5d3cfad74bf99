import type { EncoderRegion } from '@lfads/core';
import { poissonNll } from '@lfads/ops';
import { bitsPerSpike, crop, type Range, type Series } from '@lfads/plugin-nlb';
import * as tf from '@tensorflow/tfjs-core';

/** How well rates explain counts; NaN for a region that is not in the data. */
export type SpikeScores = {
  /** Over all channels and steps. */
  bitsPerSpike: number;
  /** Channels and steps that the encoders see. */
  heldInBps: number;
  /** Held-out channels, in the steps that the encoders see. */
  coBps: number;
  /** All channels, in the steps ahead. */
  fpBps: number;
  /** Mean Poisson negative log-likelihood, nats per channel and bin. */
  nll: number;
};

/** The least expected count of a bin. */
const LEAST_RATE = 1e-9;

/**
 * @param rates expected counts `[trial, step, channel]`
 * @param counts of the same shape; NaN where nothing was observed
 */
export function spikeScores(rates: Series, counts: Series, encoder: EncoderRegion): SpikeScores {
  const [, steps = 0, channels = 0] = counts.shape;
  const score = (region: { steps?: Range; channels?: Range }) =>
    bitsPerSpike(crop(rates, region), crop(counts, region));
  const seen = [0, encoder.steps] as const;
  return {
    bitsPerSpike: bitsPerSpike(rates, counts),
    heldInBps: score({ steps: seen, channels: [0, encoder.channels] }),
    coBps: score({ steps: seen, channels: [encoder.channels, channels] }),
    fpBps: score({ steps: [encoder.steps, steps] }),
    nll: meanLoss(rates, counts),
  };
}

/** Of the bins that were observed. */
function meanLoss(rates: Series, counts: Series): number {
  const observed = Uint8Array.from(counts.data, (x) => (Number.isNaN(x) ? 0 : 1));
  const losses = tf.tidy(() =>
    poissonNll(
      tf.tensor1d(Float32Array.from(rates.data, (rate) => Math.log(Math.max(rate, LEAST_RATE)))),
      tf.tensor1d(Float32Array.from(counts.data, (x) => (Number.isNaN(x) ? 0 : x))),
    ).dataSync(),
  );
  return meanWhere(losses, observed);
}

function meanWhere(losses: ArrayLike<number>, observed: Uint8Array): number {
  let sum = 0;
  let bins = 0;
  observed.forEach((seen, i) => {
    sum += seen && losses[i]!;
    bins += seen;
  });
  return sum / bins;
}

/** Whether all values are counts: whole, not negative, or NaN. */
export const areCounts = ({ data }: Series): boolean =>
  Array.from(data).every((x) => Number.isNaN(x) || (x >= 0 && Number.isInteger(x)));
