import { type ComponentRegistry } from '@lfads/core';
import { formatOverrideValue } from '@lfads/config';
import { loadCheckpoint } from '@lfads/train';
import {
  type BackendOptions,
  checkpointPath,
  execute,
  interruptible,
  type Io,
  preferredCheckpoint,
  type PreparedRun,
  prepareNewRun,
  textReport,
  type startBackend,
} from 'lfads';
import { basename, resolve } from 'node:path';
import { type Scores, scoreOutput } from '../scores/score-output.js';
import { configChoice } from './config-choice.js';
import { type EpochRecord, History } from './history.js';

export interface QualityRequest {
  /** Data file. */
  data: string;
  /** Name of an entry config, or a YAML or JSON file. */
  config: string;
  overrides: readonly string[];
  seed?: number | undefined;
  maxEpochs?: number | undefined;
  /** Of the training, in seconds. */
  timeLimit?: number | undefined;
}

export interface QualityResult {
  run: PreparedRun;
  data: string;
  seed: number;
  epochs: number;
  /** Of the training, validation and checkpoints included. */
  seconds: number;
  /** Why training ended. */
  reason: string;
  /** Epochs done at the checkpoint that is scored. */
  scoredEpoch: number;
  /** Seconds of training up to that epoch. */
  scoredSeconds: number;
  /** Reconstruction loss of that epoch on the validation trials, one posterior sample each. */
  validRecon: number;
  history: readonly EpochRecord[];
  scores: Scores;
}

export interface Surroundings {
  io: Io;
  registry: ComponentRegistry;
  backend: Awaited<ReturnType<typeof startBackend>>;
  /** What the back end was asked for by. */
  options: BackendOptions;
}

/**
 * Trains on one data file, samples the posteriors and scores the validation trials.
 *
 * @returns undefined when the user stopped it
 */
export async function trainAndScore(
  request: QualityRequest,
  { io, registry, options }: Surroundings,
): Promise<QualityResult | undefined> {
  const data = resolve(io.cwd, request.data);
  const { configName } = await configChoice(io.cwd, request.config, data);
  const overrides = [
    `datamodule.datafile_pattern=${formatOverrideValue(data)}`,
    ...request.overrides,
    ...(request.seed === undefined ? [] : [`seed=${request.seed}`]),
    ...(request.maxEpochs === undefined ? [] : [`trainer.max_epochs=${request.maxEpochs}`]),
  ];
  const name = `quality-${basename(data, '.h5')}`;
  const run = await prepareNewRun(io.cwd, { configName, overrides }, { name }, registry, options);
  const history = new History(request.timeLimit);
  const callbacks = { ...run.parts.callbacks, history };
  const watched = { ...run, parts: { ...run.parts, callbacks } };
  const report = textReport(io, []);
  const { fit, outputs } = await interruptible(io, (signal) => execute(watched, report, signal));
  report.clear();
  if (outputs[0] === undefined) return undefined;
  const { paths, settings } = run;
  const scored = preferredCheckpoint(paths, settings.useBestCheckpoint);
  const { state } = await loadCheckpoint(checkpointPath(paths, scored));
  return {
    run,
    data,
    seed: settings.seed,
    epochs: fit.epochs,
    seconds: history.epochs.at(-1)!.seconds,
    reason: fit.reason,
    scoredEpoch: state.epoch,
    scoredSeconds: history.epochs[state.epoch - 1]!.seconds,
    validRecon: state.metrics['valid/recon']!,
    history: history.epochs,
    scores: await scoreOutput(outputs[0]),
  };
}
