import type { DataAttribute, DataSplit, SessionInfo } from '@lfads/core';
import type { TrialArray } from './trial-array.js';

export const SPLITS = ['train', 'valid', 'test'] as const satisfies readonly DataSplit[];

/** One split of one session: axes `[trials, time, channels]`. */
export interface SplitData {
  trials: number;
  encod: TrialArray;
  /** Absent in a test split that has no target. */
  recon: TrialArray | undefined;
  ext: TrialArray | undefined;
  /** In the target's units per bin. */
  truth: TrialArray | undefined;
  svMask: TrialArray<Uint8Array> | undefined;
  /** `batch_keys`, in their order. */
  extra: readonly TrialArray[];
}

export interface SessionData {
  info: SessionInfo;
  splits: Readonly<Partial<Record<DataSplit, SplitData>>>;
  attributes: ReadonlyMap<string, DataAttribute>;
}
