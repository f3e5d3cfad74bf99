import { setImmediate } from 'node:timers/promises';
import { type Batch, type LoadedBatch, StepStreams } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { trainStep } from '../step/train-step.js';
import { skips, tolerate } from './non-finite-policy.js';
import type { Position } from './position.js';
import { secondsSince } from './progress.js';
import type { Run } from './run.js';
import { addBatch } from './weighted-means.js';

/** Trials of each session in a batch. */
export const trialsOf = (batch: Batch): Map<number, number> =>
  new Map([...batch].map(([session, { encodData }]) => [session, encodData.shape[0]]));

export function disposeBatch({ batch, extra }: LoadedBatch): void {
  for (const session of batch.values()) tf.dispose(session as never);
  for (const tensors of extra.values()) tf.dispose([...tensors]);
}

/**
 * Trains on the batches of the epoch that `run.position` has not done yet.
 *
 * @returns the training trials per second, or undefined when the signal ended it early
 */
export async function trainEpoch(run: Run): Promise<number | undefined> {
  const { dataModule, seed, position, maxEpochs, signal } = run;
  const start = performance.now();
  let seen = 0;
  let index = 0;
  for (const loaded of dataModule.trainBatches(seed, position.epoch)) {
    const batchIndex = index++;
    if (batchIndex < position.batchInEpoch) {
      disposeBatch(loaded);
      continue;
    }
    const trials = trialsOf(loaded.batch);
    const result = trainBatch(run, loaded, batchIndex, trials);
    if (result) {
      for (const count of trials.values()) seen += count;
      run.progress({
        kind: 'batch',
        epoch: position.epoch,
        maxEpochs,
        globalStep: position.globalStep,
        trialsPerSecond: seen / secondsSince(start),
        batch: position.batchInEpoch,
        batches: dataModule.trainBatchCount,
        loss: result.loss,
        gradNorm: result.gradNorm,
      });
    }
    await setImmediate(); // lets signals in
    if (signal?.aborted) return undefined;
  }
  return seen / secondsSince(start);
}

/** @returns undefined when the batch was skipped because its loss or gradient was not finite */
function trainBatch(
  run: Run,
  loaded: LoadedBatch,
  batchIndex: number,
  trials: ReadonlyMap<number, number>,
) {
  const { model, optimizer, position, seed, clipNorm } = run;
  try {
    const result = trainStep(model, optimizer, loaded.batch, {
      epoch: position.epoch,
      random: new StepStreams(seed, position.globalStep),
      clipNorm,
      lr: position.schedule.learningRate,
      batchIndex,
    });
    addBatch(position.sums, result.metrics, trials);
    if (run.nonFinite.onNonFinite === 'skip') position.nonFinite = 0;
    nextBatch(position);
    return result;
  } catch (error) {
    if (!skips(run, error)) throw error;
    tolerate(run, error, 'A batch is skipped');
    nextBatch(position);
    return undefined;
  } finally {
    disposeBatch(loaded);
  }
}

function nextBatch(position: Position): void {
  position.batchInEpoch += 1;
  position.globalStep += 1;
}
