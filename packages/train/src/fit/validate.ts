import { setImmediate } from 'node:timers/promises';
import { readScalars, StepStreams } from '@lfads/core';
import { hashStream } from '@lfads/ops';
import { tidied } from '../step/tidied.js';
import type { Run } from './run.js';
import { disposeBatch, trialsOf } from './train-epoch.js';
import { addBatch, means, type WeightedSums } from './weighted-means.js';

/** Steps of the validation's random streams between two epochs. */
const STEPS_PER_EPOCH = 2 ** 16;

/**
 * The validation metrics of the epoch under way, `valid/…`: posteriors are sampled, as in training.
 *
 * @returns undefined when the signal ended it early
 */
export async function validate(run: Run): Promise<Record<string, number> | undefined> {
  const { model, dataModule, seed, position, signal } = run;
  const { epoch } = position;
  const validationSeed = hashStream(`validation/${seed}`);
  const sums: WeightedSums = {};
  let index = 0;
  for (const loaded of dataModule.validBatches()) {
    const random = new StepStreams(validationSeed, (epoch * STEPS_PER_EPOCH + index++) % 2 ** 32);
    try {
      const metrics = tidied(() => {
        const { loss, metrics } = model.loss(loaded.batch, { split: 'valid', epoch, random });
        return readScalars(new Map([['loss', loss], ...metrics]));
      });
      addBatch(sums, metrics, trialsOf(loaded.batch));
    } finally {
      disposeBatch(loaded);
    }
    await setImmediate();
    if (signal?.aborted) return undefined;
  }
  return means(sums, 'valid');
}
