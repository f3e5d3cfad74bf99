import type { Tensor } from '@tensorflow/tfjs-core';
import type { Batch, SessionBatch } from './batch.js';

/** The sizes of one session's data, as found in its file. */
export interface SessionInfo {
  /** File stem: names the outputs. */
  name: string;
  path: string;
  encodSteps: number;
  encodChannels: number;
  reconSteps: number;
  reconChannels: number;
  extInputDim: number;
  trials: Readonly<Partial<Record<DataSplit, number>>>;
  /** How training and validation trials of the file were mixed before use, if they were. */
  reshuffle?: { readonly seed: number; readonly ratio?: number };
}

export type DataSplit = 'train' | 'valid' | 'test';

/** A batch with what the data module carries besides: `batch_keys` tensors per session. */
export interface LoadedBatch {
  batch: Batch;
  extra: ReadonlyMap<number, readonly Tensor[]>;
}

/** An array from a session's file, row-major. */
export interface DataAttribute {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/**
 * Where batches come from. Tensors given out belong to the caller (dispose them, or use them inside a
 * tidy); a data module keeps its own data outside tensors or keeps it.
 */
export interface DataModule {
  /** Reads and checks everything; throws LfadsError naming file and key. Idempotent. */
  setup(): Promise<void>;
  readonly sessions: readonly SessionInfo[];
  /** Training batches of one epoch, in an order that depends on (seed, epoch) only. */
  trainBatches(seed: number, epoch: number): Iterable<LoadedBatch>;
  /** How many batches `trainBatches` gives. */
  readonly trainBatchCount: number;
  validBatches(): Iterable<LoadedBatch>;
  /** Every trial of one session and split once, in file order. */
  predictBatches(session: number, split: DataSplit): Iterable<SessionBatch>;
  /** An array that the file carries besides (`attr_keys`), by session and key. */
  attribute?(session: number, key: string): DataAttribute | undefined;
  dispose?(): void;
}
