import { SmoothedMetric } from '@lfads/core';
import { callbackState, deliverFigures, type Requests } from './callback-state.js';
import type { FitState } from './fit-state.js';
import { hyperparameterMetrics } from './hyperparameter-metrics.js';
import type { Run } from './run.js';
import { trainEpoch } from './train-epoch.js';
import { validate } from './validate.js';
import { means } from './weighted-means.js';

export interface EpochResult {
  trialsPerSecond: number;
  requests: Requests;
}

/** How much of the past valid/recon_smth keeps (lfads-torch's value). */
const SMOOTHING = 0.3;

type Hook = 'onTrainStart' | 'onEpochStart' | 'onValidationEnd' | 'onEpochEnd' | 'onTrainEnd';

/** Calls one hook of all callbacks, in the order they were given. */
export async function notify(run: Run, hook: Hook, state: FitState): Promise<void> {
  for (const [name, callback] of Object.entries(run.callbacks)) {
    await run.guard(`Callback ${name}`, () => callback[hook]?.(state));
  }
}

/**
 * One epoch (or what is left of it): training, validation, callbacks, loggers. Afterwards
 * `run.position` stands at the start of the next one.
 *
 * @returns undefined when the signal ended it early; a checkpoint then resumes inside the epoch
 */
export async function runEpoch(run: Run): Promise<EpochResult | undefined> {
  const { position } = run;
  const { epoch } = position;
  const metrics: Record<string, number> = {};
  const requests: Requests = { stopReason: undefined, checkpoints: [], figures: [] };
  const state = callbackState(run, metrics, requests);
  await notify(run, 'onEpochStart', state);

  const trialsPerSecond = await trainEpoch(run);
  if (trialsPerSecond === undefined) return undefined;
  const validation = await validate(run);
  if (!validation) return undefined;

  Object.assign(
    metrics,
    means(position.sums, 'train'),
    validation,
    hyperparameterMetrics(run.model),
  );
  addEpochMetrics(run, metrics);
  await notify(run, 'onValidationEnd', state);
  advance(run, metrics);
  await notify(run, 'onEpochEnd', state);
  for (const [name, logger] of Object.entries(run.loggers)) {
    await run.guard(`Logger ${name}`, () => logger.metrics(metrics, epoch, position.globalStep));
  }
  await deliverFigures(run, epoch, requests);
  return { trialsPerSecond, requests };
}

/** The metrics that only whole epochs have. */
function addEpochMetrics({ position }: Run, metrics: Record<string, number>): void {
  const recon = metrics['valid/recon'];
  if (recon !== undefined) {
    const smoothed = new SmoothedMetric(SMOOTHING);
    smoothed.setState(position.smoothed);
    smoothed.update(recon, 1);
    metrics['valid/recon_smth'] = smoothed.compute();
    metrics['hp_metric'] = recon;
    position.smoothed = smoothed.getState();
  }
  metrics['cur_epoch'] = position.epoch;
}

/** Moves on to the next epoch. */
function advance(run: Run, metrics: Record<string, number>): void {
  const { position, nonFinite, schedule, scheduleDefaults } = run;
  position.schedule = schedule.next(position.schedule, position.epoch, metrics, scheduleDefaults);
  position.epoch += 1;
  position.batchInEpoch = 0;
  position.sums = {};
  position.metrics = metrics;
  if (nonFinite.onNonFinite === 'rollback') position.nonFinite = 0;
}
