import type {
  DataAttribute,
  DataModule,
  DataSplit,
  LoadedBatch,
  SessionBatch,
  SessionInfo,
} from '@lfads/core';
import { dataError } from './errors.js';
import { orderedBatches, sessionBatches, shuffledBatches } from './session/batches.js';
import { findFiles } from './session/find-files.js';
import { loadSession } from './session/load-session.js';
import {
  type BasicDataModuleOptions,
  resolveOptions,
  type ResolvedOptions,
} from './session/options.js';
import type { SessionData, SplitData } from './session/session-data.js';

/**
 * Trials from HDF5 files, one file a session; several sessions make up each batch together. The file
 * layout is described in this package's README.
 */
export class BasicDataModule implements DataModule {
  readonly options: ResolvedOptions;
  private loaded: readonly SessionData[] | undefined;
  private loading: Promise<void> | undefined;

  /** @throws LFADS_DATA_OPTIONS when options contradict each other */
  constructor(options: BasicDataModuleOptions) {
    this.options = resolveOptions(options);
    if (this.options.reshuffleTvSeed !== undefined && this.options.attrKeys.length > 0) {
      throw dataError(
        'LFADS_DATA_OPTIONS',
        `datamodule.reshuffle_tv_seed is set, and attr_keys (${this.options.attrKeys.join(', ')}) are read as they are in the file: their trials would no longer match.`,
        'Leave one of the two out, or name the arrays under batch_keys.',
      );
    }
  }

  setup(): Promise<void> {
    this.loading ??= this.load().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  get sessions(): readonly SessionInfo[] {
    return this.data.map(({ info }) => info);
  }

  get trainBatchCount(): number {
    const trials = this.split('train').map((split) => split.trials);
    return Math.max(...trials.map((count) => Math.floor(count / this.perSession)));
  }

  trainBatches(seed: number, epoch: number): Iterable<LoadedBatch> {
    return shuffledBatches(this.split('train'), this.perSession, seed, epoch);
  }

  validBatches(): Iterable<LoadedBatch> {
    return orderedBatches(this.split('valid'), this.perSession);
  }

  /** No batches when the session has no such split; `reconData` is [B, 0, 0] when it has no target. */
  predictBatches(session: number, split: DataSplit): Iterable<SessionBatch> {
    const data = this.data[session]?.splits[split];
    return data === undefined ? [] : sessionBatches(data, this.batchSize);
  }

  attribute(session: number, key: string): DataAttribute | undefined {
    return this.data[session]?.attributes.get(key);
  }

  dispose(): void {
    this.loaded = undefined;
    this.loading = undefined;
  }

  /** Trials of each session in a batch. */
  private get perSession(): number {
    return Math.floor(this.batchSize / this.data.length);
  }

  private get batchSize(): number {
    return batchSizeFor(this.data, this.options.batchSize);
  }

  private get data(): readonly SessionData[] {
    if (this.loaded === undefined) throw new Error('setup() comes before any use of the data');
    return this.loaded;
  }

  private split(split: 'train' | 'valid'): SplitData[] {
    return this.data.map(({ splits }) => splits[split]!);
  }

  private async load(): Promise<void> {
    const paths = await findFiles(this.options.datafilePattern);
    const sessions: SessionData[] = [];
    for (const path of paths) {
      sessions.push(await loadSession(path, sessions.length, this.options));
    }
    checkBatchSize(sessions, batchSizeFor(sessions, this.options.batchSize));
    this.loaded = sessions;
  }
}

const USUAL_BATCH_SIZE = 64;

function batchSizeFor(sessions: readonly SessionData[], stated: number | 'auto'): number {
  if (stated !== 'auto') return stated;
  const share = Math.max(1, Math.floor(USUAL_BATCH_SIZE / sessions.length));
  const trials = sessions.map(({ info }) => info.trials.train ?? 0);
  return sessions.length * Math.min(share, ...trials);
}

function checkBatchSize(sessions: readonly SessionData[], batchSize: number): void {
  const perSession = Math.floor(batchSize / sessions.length);
  const share =
    sessions.length === 1
      ? `datamodule.batch_size is ${batchSize}`
      : `datamodule.batch_size ${batchSize} over ${sessions.length} sessions is ${perSession} trials a session`;
  if (perSession === 0) {
    throw dataError('LFADS_DATA_BATCH_SIZE', `${share}: every session needs at least one.`);
  }
  for (const { info } of sessions) {
    const trials = info.trials.train ?? 0;
    if (trials >= perSession) continue;
    throw dataError(
      'LFADS_DATA_BATCH_SIZE',
      `${share}, but ${info.path} has only ${trials} training trials: not one full batch (incomplete ones are dropped).`,
      `Set datamodule.batch_size to ${trials * sessions.length} or less.`,
    );
  }
}
