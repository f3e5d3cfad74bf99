import { setImmediate } from 'node:timers/promises';
import { type Batch, readScalars, StepStreams } from '@lfads/core';
import { hashStream } from '@lfads/ops';
import { nonFiniteLoss } from '../step/non-finite.js';
import { tidied } from '../step/tidied.js';
import { skips, tolerate } from './non-finite-policy.js';
import type { Run } from './run.js';
import { disposeBatch, trialsOf } from './train-epoch.js';
import { addBatch, means, type WeightedSums } from './weighted-means.js';

/** Steps of the validation's random streams between two epochs. */
const STEPS_PER_EPOCH = 2 ** 16;

/**
 * The validation metrics of the epoch under way, `valid/…`: posteriors are sampled, as in training.
 *
 * @returns undefined when the signal ended it early
 * @throws NonFiniteError for a loss that is NaN or infinite, unless such batches are to be skipped
 */
export async function validate(run: Run): Promise<Record<string, number> | undefined> {
  const { dataModule, position, signal } = run;
  const skippedBefore = position.nonFinite;
  const sums: WeightedSums = {};
  let index = 0;
  for (const loaded of dataModule.validBatches()) {
    try {
      addBatch(sums, validationMetrics(run, loaded.batch, index++), trialsOf(loaded.batch));
    } catch (error) {
      if (!skips(run, error)) throw error;
      tolerate(run, error, 'A validation batch is left out');
    } finally {
      disposeBatch(loaded);
    }
    await setImmediate();
    if (signal?.aborted) {
      position.nonFinite = skippedBefore; // a resumed run validates from the first batch
      return undefined;
    }
  }
  return means(sums, 'valid');
}

function validationMetrics({ model, seed, position: { epoch } }: Run, batch: Batch, index: number) {
  const step = (epoch * STEPS_PER_EPOCH + index) % 2 ** 32;
  const random = new StepStreams(hashStream(`validation/${seed}`), step);
  const metrics = tidied(() => {
    const { loss, metrics } = model.loss(batch, { split: 'valid', epoch, random });
    return readScalars(new Map([['loss', loss], ...metrics]));
  });
  const loss = metrics.get('loss')!;
  if (Number.isFinite(loss)) return metrics;
  const { parameters } = model;
  throw nonFiniteLoss(loss, metrics, {
    split: 'valid',
    epoch,
    batchIndex: index,
    batch,
    parameters,
  });
}
