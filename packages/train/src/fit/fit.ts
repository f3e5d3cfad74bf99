import type { OptimizerFactory, Schedule } from '@lfads/core';
import { removeCheckpoint, saveCheckpoint } from '../checkpoints/checkpoint.js';
import { adamWFactory } from '../optimizer/adamw-factory.js';
import { reduceOnPlateau } from '../optimizer/reduce-on-plateau.js';
import { NonFiniteError } from '../step/non-finite.js';
import { callbackState, type Requests } from './callback-state.js';
import { notify, runEpoch } from './epoch.js';
import { createGuard } from './guarded.js';
import type { NonFinitePolicy } from './non-finite-policy.js';
import { positionOf, startPosition } from './position.js';
import { createPace, secondsSince } from './progress.js';
import type { FitOptions, Run } from './run.js';
import { RollbackPoint } from './rollback.js';
import { restore, snapshot } from './snapshot.js';

export interface TrainerOptions extends Partial<NonFinitePolicy> {
  maxEpochs: number;
  /** Largest norm of the gradients; Infinity: no clipping. */
  gradientClipVal: number;
  /** Default: AdamW. */
  optimizer?: OptimizerFactory;
  /** Default: the rate falls when valid/recon_smth has stopped improving. */
  schedule?: Schedule;
}

export interface FitResult {
  /** Epochs done, those before a resume too. */
  epochs: number;
  globalStep: number;
  /** Of the last complete epoch. */
  metrics: Readonly<Record<string, number>>;
  /** What ended the training. */
  reason: string;
  /** True when the signal ended it: `last` then resumes at the very next batch. */
  interrupted: boolean;
  /** Of this call. */
  seconds: number;
}

/**
 * Trains until `maxEpochs`, a callback's stop, or the signal, and saves the checkpoint `last`.
 *
 * @throws LfadsError LFADS_TRAIN_NON_FINITE when a loss or gradient is NaN or infinite;
 * LFADS_PARAMETER_MISMATCH, LFADS_CHECKPOINT_MISMATCH when `resume` is of another model
 */
export async function fit(trainer: TrainerOptions, options: FitOptions): Promise<FitResult> {
  const start = performance.now();
  await options.dataModule.setup();
  const run = createRun(trainer, options);
  let succeeded = false;
  try {
    if (options.resume) await restore(run, options.resume);
    for (const [name, logger] of Object.entries(run.loggers)) {
      await run.guard(`Logger ${name}`, () =>
        logger.start(run.paths, run.config, options.resume !== undefined),
      );
    }
    const reason = await runEpochs(run, options.resume !== undefined);
    succeeded = true;
    const { epoch, globalStep, metrics } = run.position;
    return {
      epochs: epoch,
      globalStep,
      metrics,
      reason: reason ?? 'the signal',
      interrupted: reason === undefined,
      seconds: secondsSince(start),
    };
  } finally {
    for (const [name, logger] of Object.entries(run.loggers)) {
      await run.guard(`Logger ${name}`, () => logger.finish(succeeded));
    }
    run.optimizer.dispose();
  }
}

function createRun(trainer: TrainerOptions, options: FitOptions): Run {
  const { model, dataModule, paths, seed = 0, resume, callbacks = {}, loggers = {} } = options;
  const warn = options.onWarning ?? ((message: string) => console.warn(message));
  const { lrAdamBeta1, lrAdamBeta2, lrAdamEpsilon, compat } = model.hparams;
  const { lrScheduler, lrInit, lrStop, lrDecay, lrPatience } = model.hparams;
  const scheduleDefaults = { lrScheduler, lrInit, lrStop, lrDecay, lrPatience };
  const { optimizer = adamWFactory(), schedule = reduceOnPlateau() } = trainer;
  return {
    model,
    dataModule,
    paths,
    seed: resume?.state.seed ?? seed,
    callbacks,
    loggers,
    config: options.config ?? null,
    optimizer: optimizer.create(model.parameters.trainable(), {
      beta1: lrAdamBeta1,
      beta2: lrAdamBeta2,
      epsilon: lrAdamEpsilon,
      ...(compat && { compat }),
    }),
    schedule,
    scheduleDefaults,
    position: resume ? positionOf(resume.state) : startPosition(schedule.start(scheduleDefaults)),
    maxEpochs: trainer.maxEpochs,
    clipNorm: trainer.gradientClipVal,
    nonFinite: {
      onNonFinite: trainer.onNonFinite ?? 'stop',
      maxNonFinite: trainer.maxNonFinite ?? 10,
    },
    guard: createGuard(warn),
    warn,
    progress: options.onProgress ?? (() => {}),
    signal: options.signal,
  };
}

/** @returns why it ended, or undefined when the signal did it */
async function runEpochs(run: Run, resumed: boolean): Promise<string | undefined> {
  const { position, maxEpochs } = run;
  const pace = createPace();
  const outer: Requests = { stopReason: undefined, checkpoints: [], figures: [] };
  await notify(run, 'onTrainStart', callbackState(run, { ...position.metrics }, outer));
  let reason: string | undefined = outer.stopReason;
  let hasCheckpoint = resumed;
  const rollback = run.nonFinite.onNonFinite === 'rollback' ? new RollbackPoint(run) : undefined;
  while (position.epoch < maxEpochs && !reason && !run.signal?.aborted) {
    const start = performance.now();
    const { epoch } = position;
    await rollback?.keep();
    const result = await runEpoch(run).catch(async (error: unknown) => {
      if (!(error instanceof NonFiniteError)) throw error;
      try {
        if (!rollback) throw error;
        await rollback.goBack(error);
      } catch (final) {
        if (!hasCheckpoint) await saveLast(run); // the failing batch changed nothing
        throw final;
      }
      return 'again' as const;
    });
    if (result === 'again') continue;
    if (!result) break;
    reason = result.requests.stopReason;
    await answerCheckpointRequests(run, result.requests);
    hasCheckpoint ||= result.requests.checkpoints.some(({ action }) => action === 'save');
    const seconds = secondsSince(start);
    run.progress({
      kind: 'epoch',
      epoch,
      maxEpochs,
      globalStep: position.globalStep,
      trialsPerSecond: result.trialsPerSecond,
      metrics: position.metrics,
      learningRate: position.schedule.learningRate,
      seconds,
      secondsLeft: pace(seconds, maxEpochs - position.epoch),
    });
  }
  await saveLast(run);
  await notify(run, 'onTrainEnd', callbackState(run, { ...position.metrics }, outer));
  if (reason) return reason;
  return position.epoch >= maxEpochs ? `max_epochs (${maxEpochs}) reached` : undefined;
}

async function answerCheckpointRequests(run: Run, { checkpoints }: Requests): Promise<void> {
  if (checkpoints.length === 0) return;
  const now = await snapshot(run);
  for (const { action, name } of checkpoints) {
    await run.guard(`Checkpoint ${name}`, () =>
      action === 'save'
        ? saveCheckpoint(run.paths.checkpoints, name, now)
        : removeCheckpoint(run.paths.checkpoints, name),
    );
  }
}

async function saveLast(run: Run): Promise<void> {
  await saveCheckpoint(run.paths.checkpoints, 'last', await snapshot(run));
}
