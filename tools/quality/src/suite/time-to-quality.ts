import { join } from 'node:path';
import { loadCheckpoint } from '@lfads/train';
import type { EpochRecord } from '../run/history.js';
import type { QualityResult } from '../run/train-and-score.js';
import { rateR2 } from '../scores/r2.js';
import { spikeScores } from '../scores/spike-scores.js';
import { readH5 } from '@lfads/data';
import { requireArray } from '../scores/arrays.js';
import type { Milestone } from './reference.js';

export interface Reached {
  milestone: Milestone;
  /** Of our training; undefined when it was not reached. */
  at?: Milestone & { seconds: number };
}

/** Epochs between two looks. */
const EVERY = 5;

/**
 * When a training first reached each milestone, all three figures of it. At every fifth epoch the best
 * checkpoint so far is scored, by posterior averages as at the end; that takes place after the training, so
 * that no scoring is in its time.
 *
 * @param result of a training that kept the checkpoint of every epoch
 */
export async function timeToQuality(
  result: QualityResult,
  milestones: readonly Milestone[],
): Promise<Reached[]> {
  const reached: Reached[] = milestones.map((milestone) => ({ milestone }));
  let scored: { epoch: number; score: Milestone } | undefined;
  for (let epochs = EVERY; epochs <= result.epochs; epochs += EVERY) {
    const best = bestEpoch(result.history.slice(0, epochs));
    if (scored?.epoch !== best) scored = { epoch: best, score: await scoreEpoch(result, best) };
    const { score } = scored;
    const at = { ...score, epochs, seconds: result.history[epochs - 1]!.seconds };
    for (const goal of reached) if (!goal.at && reaches(score, goal.milestone)) goal.at = at;
    if (reached.every(({ at }) => at)) break;
  }
  return reached;
}

/** 0-based. */
function bestEpoch(history: readonly EpochRecord[]): number {
  const losses = history.map(({ metrics }) => metrics['valid/recon_smth']!);
  return losses.indexOf(Math.min(...losses));
}

const reaches = (score: Milestone, goal: Milestone) =>
  score.rateR2 >= goal.rateR2 &&
  score.rateR2Overall >= goal.rateR2Overall &&
  score.bitsPerSpike >= goal.bitsPerSpike;

async function scoreEpoch(
  { run, history, seed }: QualityResult,
  epoch: number,
): Promise<Milestone> {
  const { model, dataModule, sampling } = run.parts;
  const name = `epoch=${epoch}-step=${history[epoch]!.globalStep}`;
  const { parameters } = await loadCheckpoint(join(run.paths.checkpoints, `${name}.json`));
  model.parameters.load(parameters);
  const paths = { dir: join(run.paths.dir, 'milestones') };
  const [output = ''] = await sampling({ model, dataModule, paths, seed, splits: ['valid'] });
  const get = requireArray(await readH5(output), output);
  const [rates, counts] = [get('valid_output_params'), get('valid_recon_data')];
  const r2 = rateR2(rates, get('valid_truth'));
  const [, steps = 0, channels = 0] = get('valid_encod_data').shape;
  return {
    epochs: epoch + 1,
    rateR2: r2.mean,
    rateR2Overall: r2.overall,
    bitsPerSpike: spikeScores(rates, counts, { channels, steps }).bitsPerSpike,
  };
}
