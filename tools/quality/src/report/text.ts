import type { QualityResult } from '../run/train-and-score.js';

const row = (name: string, value: number | null | undefined, floor?: number | null) => {
  if (value === null || value === undefined || Number.isNaN(value)) return [];
  const beside =
    floor === undefined || floor === null || Number.isNaN(floor)
      ? ''
      : `   floor ${floor.toFixed(4)}`;
  return [`  ${name.padEnd(26)}${value.toFixed(4)}${beside}`];
};

/** The scores for people, each with the floor that a simple method reaches. */
export function resultText({
  run,
  seed,
  epochs,
  seconds,
  scoredEpoch,
  validRecon,
  scores,
}: QualityResult): string {
  const { spikes, trueRates, rates, latentsR2, behavior, floors } = scores;
  const averages = floors.conditionAverages;
  return [
    `Seed ${seed}: ${epochs} epochs in ${seconds.toFixed(1)} s; scored after epoch ${scoredEpoch}`,
    ...row('reconstruction loss', validRecon),
    ...row('NLL', spikes?.nll, averages?.nll),
    ...row('bits/spike', spikes?.bitsPerSpike, averages?.bitsPerSpike),
    ...row('bits/spike of true rates', trueRates?.bitsPerSpike),
    ...row('bits/spike held-in', spikes?.heldInBps, averages?.heldInBps),
    ...row('co-bps', spikes?.coBps, floors.smoothedCoBps),
    ...row('fp-bps', spikes?.fpBps, averages?.fpBps),
    ...row('rate R², mean', rates?.mean),
    ...row('rate R², overall', rates?.overall),
    ...row('latents R²', latentsR2),
    ...(behavior ?? []).flatMap(({ channel, factors, smoothed }) =>
      row(`R² of ${channel}`, factors.r2, smoothed.r2),
    ),
    `  Run: ${run.paths.dir}`,
  ].join('\n');
}
