import type { DataSplit } from '@lfads/core';
import { Draws } from '../draws.js';
import type { ResolvedOptions } from './options.js';
import type { TrialArray } from './trial-array.js';

/**
 * The sample-validation mask of a split, 1 = shown to the encoder, of the steps after
 * `dm_ic_enc_seq_len`; the test split is shown whole (Keshtkaran and Pandarinath 2019).
 * Drawn per trial from `sv_seed`, so it stays the same for a trial whatever the other files hold.
 *
 * @param shape of the encoder data, [trials, time, channels]
 * @returns [trials, time - dm_ic_enc_seq_len, channels], or undefined when `sv_rate` is 0
 */
export function sampleValidationMask(
  session: number,
  split: DataSplit,
  shape: readonly number[],
  { svRate, svSeed, dmIcEncSeqLen }: ResolvedOptions,
): TrialArray<Uint8Array> | undefined {
  if (svRate === 0) return undefined;
  const [trials = 0, steps = 0, channels = 0] = shape;
  const kept = [trials, steps - dmIcEncSeqLen, channels];
  const perTrial = (steps - dmIcEncSeqLen) * channels;
  const data = new Uint8Array(trials * perTrial);
  if (split === 'test') return { shape: kept, data: data.fill(1) };
  for (let trial = 0; trial < trials; trial++) {
    const draws = new Draws(svSeed, `sample_validation/${session}/${split}`, trial);
    for (let i = 0; i < perTrial; i++) {
      if (draws.uniform() >= svRate) data[trial * perTrial + i] = 1;
    }
  }
  return { shape: kept, data };
}
