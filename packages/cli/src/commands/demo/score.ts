import { bitsPerSpike, r2Score } from '@lfads/core';
import type { H5Array } from '@lfads/data';
import { poissonNll } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';

export interface RateScores {
  /** Mean Poisson negative log-likelihood of the counts, nats per neuron and bin. */
  validNll: number;
  bitsPerSpike: number;
  /** R² of the rates against the true ones, mean over neurons. */
  rateR2: number;
}

/**
 * How well inferred rates explain the spikes and match the true rates.
 *
 * @param rates, counts, truth `[trial, time, neuron]`; rates and truth in spikes per bin
 */
export function scoreRates(rates: H5Array, counts: H5Array, truth: H5Array): RateScores {
  return tf.tidy(() => {
    const [inferred, spikes, trueRates] = [rates, counts, truth].map(asTensor) as [
      tf.Tensor3D,
      tf.Tensor3D,
      tf.Tensor3D,
    ];
    const logRates = tf.log(inferred);
    const losses = Array.from(poissonNll(logRates, spikes).dataSync());
    return {
      validNll: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      bitsPerSpike: bitsPerSpike(logRates, spikes),
      rateR2: r2Score(inferred, trueRates),
    };
  });
}

const asTensor = ({ shape, data }: H5Array): tf.Tensor3D =>
  tf.tensor3d(Float32Array.from(data), shape as [number, number, number]);
