import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Reconstruction, SessionBatch } from '../contracts/index.js';
import { r2Score, regionalBitsPerSpike } from '../metrics/index.js';
import type { LfadsHyperparameters } from './hyperparameters.js';

/** One session's target with what the model made of it. */
export interface Reconstructed {
  reconstruction: Reconstruction;
  params: Tensor4D; // [B,T,N,P]
  batch: SessionBatch;
}

const LOWEST_BITS_PER_SPIKE = -1;

/**
 * Bits per spike (held-in `bps`, held-out `co_bps`, steps ahead `fp_bps`; for count likelihoods) and R² of
 * the inferred against the true rates (where the data has them), each the mean over sessions.
 */
export function reconstructionMetrics(
  sessions: readonly Reconstructed[],
  hps: LfadsHyperparameters,
): Map<string, number> {
  const metrics = new Map<string, number>();
  const bits = sessions.flatMap(({ reconstruction, params, batch }) => {
    const logRates = reconstruction.logRates?.(params);
    if (!logRates) return [];
    const channels = hps.compat ? hps.encodDataDim : batch.encodData.shape[2];
    const observed = hps.compat ? undefined : batch.observed;
    const region = { channels, steps: hps.encodSeqLen };
    return regionalBitsPerSpike(logRates, batch.reconData, region, observed);
  });
  if (bits.length > 0) {
    const floored = (values: number[]) => Math.max(mean(values), LOWEST_BITS_PER_SPIKE);
    metrics.set('bps', floored(bits.map(({ bps }) => bps)));
    metrics.set('co_bps', floored(bits.map(({ coBps }) => coBps)));
    metrics.set('fp_bps', floored(bits.map(({ fpBps }) => fpBps)));
  }
  const r2 = sessions.flatMap(({ reconstruction, params, batch }) =>
    batch.truth ? [r2Score(reconstruction.computeMeans(params), batch.truth)] : [],
  );
  if (r2.length > 0) metrics.set('r2', mean(r2));
  return metrics;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
