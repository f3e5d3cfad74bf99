import type { QualityResult } from '../run/train-and-score.js';
import type { SpikeScores } from '../scores/spike-scores.js';

/** NaN, for which JSON has no word, becomes null. */
const finite = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? null : value;

const spikes = (scores: SpikeScores | null) => ({
  bits_per_spike: scores?.bitsPerSpike ?? null,
  bps_heldin: scores?.heldInBps ?? null,
  co_bps: scores?.coBps ?? null,
  fp_bps: scores?.fpBps ?? null,
  nll: scores?.nll ?? null,
});

/** One line for machines: the scores of a run's validation trials, null for what the data do not have. */
export function jsonLine(result: QualityResult): string {
  const { run, data, seed, epochs, seconds, reason, scoredEpoch, scoredSeconds, scores } = result;
  const { rates, latentsR2, behavior, trueRates, floors } = scores;
  const line = {
    data,
    seed,
    ...spikes(scores.spikes),
    valid_recon: result.validRecon,
    rate_r2: rates?.mean ?? null,
    rate_r2_overall: rates?.overall ?? null,
    true_rates_bits_per_spike: trueRates?.bitsPerSpike ?? null,
    latents_r2: latentsR2,
    behavior_r2:
      behavior && Object.fromEntries(behavior.map(({ channel, factors }) => [channel, factors.r2])),
    floors: {
      co_bps_smoothed: floors.smoothedCoBps,
      condition_averages: floors.conditionAverages && spikes(floors.conditionAverages),
      behavior_r2_smoothed:
        behavior &&
        Object.fromEntries(behavior.map(({ channel, smoothed }) => [channel, smoothed.r2])),
    },
    epochs,
    seconds,
    reason,
    scored_epoch: scoredEpoch,
    scored_seconds: scoredSeconds,
    run_dir: run.paths.dir,
  };
  return JSON.stringify(line, finite);
}
