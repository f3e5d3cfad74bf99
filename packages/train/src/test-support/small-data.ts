import type { Batch, DataModule, LoadedBatch, SessionBatch, SessionInfo } from '@lfads/core';
import { hashStream, philoxWords } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';

export const STEPS = 4;
export const RECON_STEPS = 5;
export const HELD_IN = 6;
export const CHANNELS = 8;

const TRIALS = { train: 10, valid: 4 } as const;
const BATCH = 4;

interface Trials {
  counts: Float32Array;
  rates: Float32Array;
}

/** Counts of channels that follow one sine wave, of a phase drawn per trial. */
function simulate(session: number, split: 'train' | 'valid'): Trials {
  const size = TRIALS[split] * RECON_STEPS * CHANNELS;
  const words = philoxWords(1, hashStream(`${session}/${split}`), 0, 0, size);
  const rates = new Float32Array(size);
  const counts = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const channel = i % CHANNELS;
    const step = Math.floor(i / CHANNELS) % RECON_STEPS;
    const trial = Math.floor(i / (CHANNELS * RECON_STEPS));
    const phase = (words[trial]! / 2 ** 32) * 2 * Math.PI;
    rates[i] = Math.exp(Math.sin(phase + step / 2 + channel));
    const uniform = words[TRIALS[split] + i]! / 2 ** 32;
    counts[i] = poissonQuantile(rates[i]!, uniform);
  }
  return { rates, counts };
}

function poissonQuantile(rate: number, uniform: number): number {
  let count = 0;
  let probability = Math.exp(-rate);
  for (let total = probability; total < uniform && count < 50; total += probability) {
    probability *= rate / ++count;
  }
  return count;
}

function sessionBatch({ counts, rates }: Trials, trials: readonly number[]): SessionBatch {
  const size = RECON_STEPS * CHANNELS;
  const take = (values: Float32Array) => {
    const taken = new Float32Array(trials.length * size);
    trials.forEach((trial, i) =>
      taken.set(values.subarray(trial * size, (trial + 1) * size), i * size),
    );
    return tf.tensor3d(taken, [trials.length, RECON_STEPS, CHANNELS]);
  };
  const reconData = take(counts);
  const encodData = tf.slice(reconData, [0, 0, 0], [-1, STEPS, HELD_IN]);
  return { encodData, reconData, truth: take(rates) };
}

/** Trials in an order drawn from (seed, epoch), in batches; the last one is smaller. */
function batches(order: readonly number[]): number[][] {
  return Array.from({ length: Math.ceil(order.length / BATCH) }, (_, i) =>
    order.slice(i * BATCH, (i + 1) * BATCH),
  );
}

const range = (length: number) => Array.from({ length }, (_, i) => i);

/** A data module in memory, of sessions of equal size. */
export function smallData(sessionCount = 1): DataModule {
  const data = range(sessionCount).map((session) => ({
    train: simulate(session, 'train'),
    valid: simulate(session, 'valid'),
  }));
  function* load(split: 'train' | 'valid', order: readonly number[]): Iterable<LoadedBatch> {
    for (const trials of batches(order)) {
      const batch: Batch = new Map(
        data.map((trialsOf, s) => [s, sessionBatch(trialsOf[split], trials)]),
      );
      yield { batch, extra: new Map() };
    }
  }
  const shuffled = (seed: number, epoch: number) => {
    const keys = philoxWords(seed, hashStream('order'), epoch, 0, TRIALS.train);
    return range(TRIALS.train).sort((a, b) => keys[a]! - keys[b]!);
  };
  return {
    setup: () => Promise.resolve(),
    sessions: data.map((_, s): SessionInfo => ({
      name: `session${s}`,
      path: `session${s}.h5`,
      encodSteps: STEPS,
      encodChannels: HELD_IN,
      reconSteps: RECON_STEPS,
      reconChannels: CHANNELS,
      extInputDim: 0,
      trials: TRIALS,
    })),
    trainBatches: (seed, epoch) => load('train', shuffled(seed, epoch)),
    trainBatchCount: Math.ceil(TRIALS.train / BATCH),
    validBatches: () => load('valid', range(TRIALS.valid)),
    *predictBatches(session, split) {
      if (split === 'test') return;
      for (const trials of batches(range(TRIALS[split])))
        yield sessionBatch(data[session]![split], trials);
    },
  };
}
