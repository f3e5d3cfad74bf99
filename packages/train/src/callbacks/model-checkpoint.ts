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

const ranked = ({ score }: Kept, mode: Mode) => (Number.isNaN(score) ? worst(mode) : score);

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

  /**
   * Asks for a checkpoint if the score beats the worst of the k best, and for the removal of that one; of
   * several equally bad ones the oldest goes. NaN is the worst of all.
   */
  private keepAmongBest(score: number, state: FitState): void {
    const { mode, saveTopK } = this.options;
    const isFull = saveTopK > 0 && this.kept.length >= saveTopK;
    const ousted = isFull ? this.worstKept() : undefined;
    if (ousted && !beats(score, ranked(ousted, mode), mode)) return;
    const name = `epoch=${state.epoch}-step=${state.globalStep}`;
    this.kept = [...this.kept.filter((kept) => kept !== ousted), { name, score }];
    state.saveCheckpoint(name);
    if (ousted) state.removeCheckpoint(ousted.name);
  }

  private worstKept(): Kept {
    const { mode } = this.options;
    return this.kept.reduce((a, b) => (beats(ranked(a, mode), ranked(b, mode), mode) ? b : a));
  }

  getState(): { best: number; kept: Kept[] } {
    return { best: this.best, kept: this.kept };
  }

  setState(state: { best: number; kept: Kept[] }): void {
    this.best = state.best;
    this.kept = [...state.kept];
  }
}
