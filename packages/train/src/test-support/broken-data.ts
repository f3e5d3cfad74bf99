import type { Batch, DataModule, SessionBatch } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { smallData } from './small-data.js';

export interface Place {
  split: 'train' | 'valid';
  /** Training: of this epoch alone; validation comes without an epoch, and is broken always. */
  epoch?: number;
  batch: number;
  session?: number;
  value?: number;
}

/** The small data, with one value of one batch's target set to `value` (NaN): trial 1, step 0, channel 2. */
export function brokenData(
  { split, epoch, batch, session = 0, value = NaN }: Place,
  sessions = 1,
): DataModule {
  const dataModule = smallData(sessions);
  const breakIn = (loaded: Batch): Batch =>
    new Map([...loaded].map(([s, data]) => [s, s === session ? broken(data, value) : data]));
  const { trainBatches, validBatches } = dataModule;
  if (split === 'train') {
    dataModule.trainBatches = function* (seed, at) {
      let index = 0;
      for (const loaded of trainBatches(seed, at)) {
        const breaks = at === epoch && index++ === batch;
        yield breaks ? { ...loaded, batch: breakIn(loaded.batch) } : loaded;
      }
    };
  } else {
    dataModule.validBatches = function* () {
      let index = 0;
      for (const loaded of validBatches()) {
        yield index++ === batch ? { ...loaded, batch: breakIn(loaded.batch) } : loaded;
      }
    };
  }
  return dataModule;
}

function broken(data: SessionBatch, value: number): SessionBatch {
  const { shape } = data.reconData;
  const values = data.reconData.dataSync().slice();
  values[shape[1] * shape[2] + 2] = value;
  data.reconData.dispose();
  return { ...data, reconData: tf.tensor3d(values, shape) };
}
