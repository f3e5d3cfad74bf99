import type { DataModule, Lfads, TrainingState } from '@lfads/core';

/** What this package's own callbacks see beside the common contract. */
export interface FitState extends TrainingState {
  readonly model: Lfads;
  readonly dataModule: DataModule;
  readonly seed: number;
  /**
   * Saves (or removes) `checkpoints/<name>` as soon as all callbacks of this point have run, so that
   * the checkpoint holds the state of each.
   */
  saveCheckpoint(name: string): void;
  removeCheckpoint(name: string): void;
}
