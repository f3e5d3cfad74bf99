import { bitsPerSpike, type EncoderRegion, regionalBitsPerSpike } from '@lfads/core';
import { poissonNll } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Series } from './series.js';

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
  const shape = counts.shape as [number, number, number];
  const observed = Uint8Array.from(counts.data, (x) => (Number.isNaN(x) ? 0 : 1));
  return tf.tidy(() => {
    const seen = tf.tensor3d(observed, shape, 'bool');
    const spikes = tf.tensor3d(
      Float32Array.from(counts.data, (x) => (Number.isNaN(x) ? 0 : x)),
      shape,
    );
    const expected = tf.tensor3d(Float32Array.from(rates.data), shape);
    const logRates = tf.log<tf.Tensor3D>(tf.maximum(expected, LEAST_RATE));
    const { bps, coBps, fpBps } = regionalBitsPerSpike(logRates, spikes, encoder, seen);
    return {
      bitsPerSpike: bitsPerSpike(logRates, spikes, seen),
      heldInBps: bps,
      coBps,
      fpBps,
      nll: meanWhere(poissonNll(logRates, spikes).dataSync(), observed),
    };
  });
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
