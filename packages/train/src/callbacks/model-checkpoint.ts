import type { Callback } from '@lfads/core';
import type { FitState } from '../fit/fit-state.js';
import { beats, type Mode, monitored, worst } from './monitor.js';

export interface ModelCheckpointOptions {
  /** Absent: the latest checkpoint is the best one. */
  monitor?: string;
  mode: Mode;
  /** How many to keep; -1 keeps all, 0 none. */
  saveTopK: number;
  saveLast: boolean;
  everyNEpochs: number;
}

interface Kept {
  name: string;
  score: number;
}

/**
 * Saves `best` whenever the monitored metric has a new best, and `last` after every epoch. With
 * `saveTopK` other than 1 each of the k best is kept besides, as `epoch=<epoch>-step=<step>`.
 */
export class ModelCheckpoint implements Callback {
  private kept: Kept[] = [];
  private best: number;

  constructor(private readonly options: ModelCheckpointOptions) {
    this.best = worst(options.mode);
  }

  onEpochEnd(state: FitState): void {
    const { monitor, saveTopK, saveLast, everyNEpochs } = this.options;
    if ((state.epoch + 1) % everyNEpochs !== 0) return;
    if (saveLast) state.saveCheckpoint('last');
    if (saveTopK === 0) return;
    const score = monitor === undefined ? NaN : monitored(state.metrics, monitor);
    if (monitor === undefined || beats(score, this.best, this.options.mode)) {
      this.best = score;
      state.saveCheckpoint('best');
    }
    if (saveTopK !== 1) this.keepAmongBest(score, state);
  }

  /** Asks for a checkpoint if the score is among the k best, and for the removal of the one it ousts. */
  private keepAmongBest(score: number, state: FitState): void {
    const { mode, saveTopK } = this.options;
    const name = `epoch=${state.epoch}-step=${state.globalStep}`;
    const rank = this.kept.findIndex(
      (other) => beats(score, other.score, mode) || Number.isNaN(other.score),
    );
    this.kept.splice(rank === -1 ? this.kept.length : rank, 0, { name, score });
    const ousted = saveTopK > 0 && this.kept.length > saveTopK ? this.kept.pop() : undefined;
    if (ousted?.name !== name) state.saveCheckpoint(name);
    if (ousted && ousted.name !== name) state.removeCheckpoint(ousted.name);
  }

  getState(): { best: number; kept: Kept[] } {
    return { best: this.best, kept: this.kept };
  }

  setState(state: { best: number; kept: Kept[] }): void {
    this.best = state.best;
    this.kept = [...state.kept];
  }
}
