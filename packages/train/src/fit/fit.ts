import { LfadsError } from '@lfads/core';
import { removeCheckpoint, saveCheckpoint } from '../checkpoints/checkpoint.js';
import { AdamW } from '../optimizer/adamw.js';
import { startPlateau } from '../optimizer/plateau.js';
import { NON_FINITE } from '../step/non-finite.js';
import { callbackState, type Requests } from './callback-state.js';
import { notify, runEpoch } from './epoch.js';
import { createGuard } from './guarded.js';
import type { Position } from './position.js';
import { createPace, secondsSince } from './progress.js';
import type { FitOptions, Run } from './run.js';
import { restore, snapshot } from './snapshot.js';

export interface TrainerOptions {
  maxEpochs: number;
  /** Largest norm of the gradients; Infinity: no clipping. */
  gradientClipVal: number;
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
  try {
    if (options.resume) restore(run, options.resume);
    for (const [name, logger] of Object.entries(run.loggers)) {
      await run.guard(`Logger ${name}`, () =>
        logger.start(run.paths, run.config, options.resume !== undefined),
      );
    }
    const reason = await runEpochs(run, options.resume !== undefined);
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
      await run.guard(`Logger ${name}`, () => logger.finish());
    }
    run.optimizer.dispose();
  }
}

function createRun(trainer: TrainerOptions, options: FitOptions): Run {
  const { model, dataModule, paths, seed = 0, resume, callbacks = {}, loggers = {} } = options;
  const { lrAdamBeta1, lrAdamBeta2, lrAdamEpsilon, lrInit, compat } = model.hparams;
  return {
    model,
    dataModule,
    paths,
    seed: resume?.state.seed ?? seed,
    callbacks,
    loggers,
    config: options.config ?? null,
    optimizer: new AdamW(model.parameters.trainable(), {
      beta1: lrAdamBeta1,
      beta2: lrAdamBeta2,
      epsilon: lrAdamEpsilon,
      ...(compat && { compat }),
    }),
    position: resume ? positionOf(resume.state) : startPosition(lrInit),
    maxEpochs: trainer.maxEpochs,
    clipNorm: trainer.gradientClipVal,
    guard: createGuard(options.onWarning ?? ((message) => console.warn(message))),
    progress: options.onProgress ?? (() => {}),
    signal: options.signal,
  };
}

const startPosition = (learningRate: number): Position => ({
  epoch: 0,
  batchInEpoch: 0,
  globalStep: 0,
  sums: {},
  plateau: startPlateau(learningRate),
  smoothed: { previous: null },
  metrics: {},
});

function positionOf({
  epoch,
  batchInEpoch,
  globalStep,
  sums,
  plateau,
  smoothed,
  metrics,
}: Position): Position {
  return structuredClone({ epoch, batchInEpoch, globalStep, sums, plateau, smoothed, metrics });
}

/** @returns why it ended, or undefined when the signal did it */
async function runEpochs(run: Run, resumed: boolean): Promise<string | undefined> {
  const { position, maxEpochs } = run;
  const pace = createPace();
  const outer: Requests = { stopReason: undefined, checkpoints: [], figures: [] };
  await notify(run, 'onTrainStart', callbackState(run, { ...position.metrics }, outer));
  let reason: string | undefined;
  let hasCheckpoint = resumed;
  while (position.epoch < maxEpochs && !reason && !run.signal?.aborted) {
    const start = performance.now();
    const { epoch } = position;
    const result = await runEpoch(run).catch(async (error: unknown) => {
      if (!hasCheckpoint) await keepFiniteParameters(run, error);
      throw error;
    });
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
      learningRate: position.plateau.learningRate,
      seconds,
      secondsLeft: pace(seconds, maxEpochs - position.epoch),
    });
  }
  await saveCheckpoint(run.paths.checkpoints, 'last', snapshot(run));
  await notify(run, 'onTrainEnd', callbackState(run, { ...position.metrics }, outer));
  if (reason) return reason;
  return position.epoch >= maxEpochs ? `max_epochs (${maxEpochs}) reached` : undefined;
}

async function answerCheckpointRequests(run: Run, { checkpoints }: Requests): Promise<void> {
  if (checkpoints.length === 0) return;
  const now = snapshot(run);
  for (const { action, name } of checkpoints) {
    await run.guard(`Checkpoint ${name}`, () =>
      action === 'save'
        ? saveCheckpoint(run.paths.checkpoints, name, now)
        : removeCheckpoint(run.paths.checkpoints, name),
    );
  }
}

/** When numbers go wrong and no checkpoint was saved yet, saves one: the failing batch changed nothing. */
async function keepFiniteParameters(run: Run, error: unknown): Promise<void> {
  if (!(error instanceof LfadsError && error.code === NON_FINITE)) return;
  await saveCheckpoint(run.paths.checkpoints, 'last', snapshot(run));
}
