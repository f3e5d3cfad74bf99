import { type FitResult, loadCheckpoint, type SamplingProgress } from '@lfads/train';
import { checkpointPath, type CheckpointName, preferredCheckpoint } from './checkpoint-path.js';
import type { RunObserver } from './observer.js';
import type { PreparedRun } from './prepare.js';

export interface RunOutcome {
  runDir: string;
  fit: FitResult;
  /** What the user's signal ended; undefined when all was done. */
  interrupted: 'training' | 'sampling' | undefined;
  /** The files of sampled posteriors, one per session. */
  outputs: string[];
}

/** Trains, then samples the posteriors. */
export async function execute(
  run: PreparedRun,
  observer: RunObserver,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const { paths, config, settings, parts, resume } = run;
  const { trainer, model, dataModule, callbacks, loggers } = parts;
  observer.started(paths.dir, parts.backend);
  for (const notice of parts.notices) observer.warning(notice);
  const fit = await trainer.fit({
    model,
    dataModule,
    callbacks,
    loggers,
    paths,
    seed: settings.seed,
    config: config.tree,
    onProgress: (progress) => observer.training(progress),
    onWarning: (message) => observer.warning(message),
    signal,
    ...(resume && { resume }),
  });
  const outcome = { runDir: paths.dir, fit };
  if (fit.interrupted) return { ...outcome, interrupted: 'training', outputs: [] };
  const outputs = await samplePosteriors(run, {
    checkpoint: preferredCheckpoint(paths, settings.useBestCheckpoint),
    onProgress: (progress) => observer.sampling(progress),
    signal,
  });
  return { ...outcome, interrupted: outputs ? undefined : 'sampling', outputs: outputs ?? [] };
}

export interface SamplingRequest {
  checkpoint: CheckpointName;
  onProgress: (progress: SamplingProgress) => void;
  signal: AbortSignal;
}

/**
 * Loads a checkpoint's parameters and writes the sampled posteriors of every session.
 *
 * @returns the files, or undefined when the signal ended it
 */
export async function samplePosteriors(
  { paths, settings, parts }: PreparedRun,
  { checkpoint, onProgress, signal }: SamplingRequest,
): Promise<string[] | undefined> {
  const { model, dataModule, sampling } = parts;
  const { parameters } = await loadCheckpoint(checkpointPath(paths, checkpoint));
  model.parameters.load(parameters);
  try {
    return await sampling({ model, dataModule, paths, seed: settings.seed, onProgress, signal });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
