import type { LoadedBatch, SessionBatch } from '@lfads/core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { Draws } from '../draws.js';
import type { SplitData } from './session-data.js';
import { type Selection, type TrialArray, trialTensor } from './trial-array.js';

/**
 * Batches of an epoch for each session at once. As many as the longest session gives; a shorter one
 * starts over, in a new order (lfads-torch's `max_size_cycle`).
 */
export function* shuffledBatches(
  sessions: readonly SplitData[],
  perSession: number,
  seed: number,
  epoch: number,
): Generator<LoadedBatch> {
  const counts = sessions.map(({ trials }) => Math.floor(trials / perSession));
  const orders: Uint32Array[] = [];
  for (let index = 0; index < Math.max(...counts); index++) {
    const selections = sessions.map(({ trials }, session) => {
      const cycle = Math.floor(index / counts[session]!);
      const position = index % counts[session]!;
      if (position === 0) {
        orders[session] = new Draws(seed, `train_order/${session}/${cycle}`, epoch).permutation(
          trials,
        );
      }
      return orders[session]!.subarray(position * perSession, (position + 1) * perSession);
    });
    yield loadedBatch(sessions, selections);
  }
}

/** All trials in file order, the last batch of a session as short as it comes; shorter sessions start over. */
export function* orderedBatches(
  sessions: readonly SplitData[],
  perSession: number,
): Generator<LoadedBatch> {
  const counts = sessions.map(({ trials }) => Math.ceil(trials / perSession));
  for (let index = 0; index < Math.max(...counts); index++) {
    const selections = sessions.map(({ trials }, session) =>
      run(index % counts[session]!, perSession, trials),
    );
    yield loadedBatch(sessions, selections);
  }
}

/** Every trial of one session once, in file order. */
export function* sessionBatches(split: SplitData, batchSize: number): Generator<SessionBatch> {
  for (let index = 0; index * batchSize < split.trials; index++) {
    yield sessionBatch(split, run(index, batchSize, split.trials));
  }
}

const run = (index: number, size: number, trials: number): Selection => ({
  from: index * size,
  to: Math.min((index + 1) * size, trials),
});

function loadedBatch(
  sessions: readonly SplitData[],
  selections: readonly Selection[],
): LoadedBatch {
  const batch = new Map<number, SessionBatch>();
  const extra = new Map<number, Tensor[]>();
  sessions.forEach((split, session) => {
    const selection = selections[session]!;
    batch.set(session, sessionBatch(split, selection));
    extra.set(
      session,
      split.extra.map((array) => trialTensor(array, selection)),
    );
  });
  return { batch, extra };
}

/** A split without a target gives `reconData` of shape [B, 0, 0]. */
function sessionBatch(split: SplitData, selection: Selection): SessionBatch {
  const take = (array: TrialArray | TrialArray<Uint8Array>) =>
    trialTensor(array, selection) as Tensor3D;
  const encodData = take(split.encod);
  return {
    encodData,
    reconData: split.recon ? take(split.recon) : tf.zeros([encodData.shape[0], 0, 0]),
    ...(split.ext && { extInput: take(split.ext) }),
    ...(split.truth && { truth: take(split.truth) }),
    ...(split.svMask && { svMask: take(split.svMask) }),
  };
}
