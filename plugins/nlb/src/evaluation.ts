import { bitsPerSpike } from './bits-per-spike.js';
import { type Conditions, psthR2 } from './psth.js';
import type { Series } from './series.js';
import { speedTpCorrelation } from './speed-tp-correlation.js';
import { type DecodedSplit, velocityDecoding } from './velocity-decoding.js';

/** The scores of the Neural Latents Benchmark, by the names that lfads-torch logs. */
export const SCORES = ['co_bps', 'fp_bps', 'behavior_r2', 'psth_r2', 'tp_corr'] as const;
export type ScoreName = (typeof SCORES)[number];

/** What is scored: rates of the evaluated trials, with what they are scored against. Absent: not known. */
export interface EvaluationData {
  /** Held-out channels in the steps that the encoders see. */
  heldOut?: { rates: Series; counts: Series };
  /** All channels in the steps ahead. */
  forward?: { rates: Series; counts: Series };
  decoding?: { train: DecodedSplit; valid: DecodedSplit };
  psth?: {
    psth: Series;
    rates: Series;
    conditions: Conditions;
    jitter?: ArrayLike<number> | undefined;
  };
  speed?: {
    counts: Series;
    rates: Series;
    behavior: { shape: readonly number[]; data: ArrayLike<number> };
  };
  /** Why what is absent is. */
  absent: Partial<Record<ScoreName, string>>;
}

export interface Evaluation {
  scores: Partial<Record<ScoreName, number>>;
  absent: Partial<Record<ScoreName, string>>;
}

/** @param search whether the decoder's penalty is chosen by cross-validation */
export function evaluate(
  { heldOut, forward, decoding, psth, speed, absent }: EvaluationData,
  { search }: { search: boolean },
): Evaluation {
  const found: Partial<Record<ScoreName, number>> = {
    ...(heldOut && { co_bps: bitsPerSpike(heldOut.rates, heldOut.counts) }),
    ...(forward && { fp_bps: bitsPerSpike(forward.rates, forward.counts) }),
    ...(decoding && { behavior_r2: velocityDecoding(decoding.train, decoding.valid, { search }) }),
    ...(psth && { psth_r2: psthR2(psth.psth, psth.rates, psth.conditions, psth) }),
    ...(speed && { tp_corr: speedTpCorrelation(speed.counts, speed.rates, speed.behavior) }),
  };
  const entries = Object.entries(found) as [ScoreName, number][];
  return {
    scores: Object.fromEntries(entries.filter(([, score]) => !Number.isNaN(score))),
    absent: {
      ...absent,
      ...Object.fromEntries(
        entries.filter(([, score]) => Number.isNaN(score)).map(([name]) => [name, UNDEFINED[name]]),
      ),
    },
  };
}

/** Why a score of data that are there is not a number. */
const UNDEFINED: Record<ScoreName, string> = {
  co_bps: 'the held-out channels have no spikes, or rates are negative or missing',
  fp_bps: 'the steps ahead have no spikes, or rates are negative or missing',
  behavior_r2: 'too few samples of the behaviour are known',
  psth_r2: 'no condition has trials, or a PSTH reaches beyond the rates',
  tp_corr: 'a condition has fewer than two trials, or there is none',
};
