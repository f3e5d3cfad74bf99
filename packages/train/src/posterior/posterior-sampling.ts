import { setImmediate } from 'node:timers/promises';
import { join } from 'node:path';
import {
  type DataModule,
  type DataSplit,
  type Lfads,
  type RunPaths,
  StepStreams,
} from '@lfads/core';
import { sessionOutputPath, writeSessionOutput } from '@lfads/data';
import { hashStream } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { averageOutputs, joinBatches, type OutputArrays } from './averages.js';

export interface SamplingProgress {
  session: string;
  split: DataSplit;
  /** Trials done, of `trials`, in this split. */
  done: number;
  trials: number;
}

export interface PosteriorSamplingOptions {
  model: Lfads;
  dataModule: DataModule;
  paths: Pick<RunPaths, 'dir'>;
  /** Default: lfads_output.h5. Each session's file is `<stem>_<session><extension>` in the run's folder. */
  filename?: string;
  /** Samples to average; default 50. A model without variational posteriors takes one pass. */
  numSamples?: number;
  seed?: number;
  /** Whose trials; default: all of the file. */
  splits?: readonly DataSplit[];
  onProgress?: (progress: SamplingProgress) => void;
  signal?: AbortSignal;
}

const SPLITS: readonly DataSplit[] = ['train', 'valid', 'test'];

/**
 * Runs the model on every trial with samples of the posteriors, and writes each session's input together
 * with the outputs' averages (`train_output_params`, `valid_factors`, …) to one file.
 *
 * @returns the files' paths, by session
 * @throws DOMException (AbortError) when the signal ends it; files written so far are complete
 */
export async function runPosteriorSampling(options: PosteriorSamplingOptions): Promise<string[]> {
  const { dataModule, paths, filename = 'lfads_output.h5', splits: wanted = SPLITS } = options;
  await dataModule.setup();
  const sample = createSampler(options);
  const written: string[] = [];
  for (const [session, info] of dataModule.sessions.entries()) {
    const splits: Partial<Record<DataSplit, OutputArrays>> = {};
    for (const split of wanted) {
      const outputs = await sample(session, split);
      if (outputs) splits[split] = outputs;
    }
    const target = join(paths.dir, sessionOutputPath(filename, info.name));
    const { path: source, reshuffle } = info;
    await writeSessionOutput({ source, target, splits, ...(reshuffle && { reshuffle }) });
    written.push(target);
  }
  return written;
}

/** A function that samples one session's split; undefined when it has no trials. */
function createSampler(options: PosteriorSamplingOptions) {
  const { model, dataModule, numSamples = 50, seed = 0, onProgress, signal } = options;
  const passes = model.hparams.variational ? numSamples : 1;
  const posteriorSeed = hashStream(`posterior/${seed}`);
  let step = 0;
  return async (session: number, split: DataSplit): Promise<OutputArrays | undefined> => {
    const info = dataModule.sessions[session]!;
    const batches: OutputArrays[] = [];
    let done = 0;
    for (const batch of dataModule.predictBatches(session, split)) {
      const outputs = averageOutputs(passes, () => {
        const random = new StepStreams(posteriorSeed, step++ % 2 ** 32);
        return model.predict(new Map([[session, batch]]), { sample: true, random }).get(session)!;
      });
      done += batch.encodData.shape[0];
      tf.dispose(batch as never);
      batches.push(outputs);
      onProgress?.({ session: info.name, split, done, trials: info.trials[split] ?? done });
      await setImmediate();
      signal?.throwIfAborted();
    }
    return batches.length > 0 ? joinBatches(batches) : undefined;
  };
}
