import type { Callback, Metrics, TrainingState } from '@lfads/core';

export interface EpochRecord {
  /** Since training began. */
  seconds: number;
  metrics: Metrics;
  /** Training steps done. */
  globalStep: number;
}

/** Keeps every epoch's metrics and time, and ends training when its time is over. */
export class History implements Callback {
  readonly epochs: EpochRecord[] = [];
  private start = 0;

  /** @param timeLimit seconds */
  constructor(private readonly timeLimit = Infinity) {}

  onTrainStart(): void {
    this.start = performance.now();
  }

  onEpochEnd(state: TrainingState): void {
    const seconds = (performance.now() - this.start) / 1000;
    this.epochs.push({
      seconds,
      metrics: { ...state.metrics },
      globalStep: state.globalStep,
    });
    if (seconds >= this.timeLimit) state.stop(`the time limit of ${this.timeLimit} s is over`);
  }
}
