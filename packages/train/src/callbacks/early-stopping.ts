import type { Callback } from '@lfads/core';
import type { FitState } from '../fit/fit-state.js';
import { beats, type Mode, monitored, worst } from './monitor.js';

export interface EarlyStoppingOptions {
  monitor: string;
  mode: Mode;
  /** Epochs without improvement after which training ends. */
  patience: number;
  /** Smaller changes are no improvement. */
  minDelta: number;
  /** Up to and including this epoch (0-based) nothing is checked. */
  burnInPeriod: number;
  /** End training when the metric is NaN or infinite. */
  checkFinite: boolean;
  /** Training ends as soon as the metric is better than this. */
  stoppingThreshold?: number;
  /** Training ends as soon as the metric is worse than this. */
  divergenceThreshold?: number;
}

interface State {
  best: number;
  waited: number;
}

/** Ends training when a metric has stopped improving, once the ramps of the loss's penalties are over. */
export class EarlyStoppingWithBurnInPeriod implements Callback {
  private state: State;

  constructor(private readonly options: EarlyStoppingOptions) {
    this.state = { best: worst(options.mode), waited: 0 };
  }

  onEpochEnd(run: FitState): void {
    const { monitor, mode, patience, minDelta, burnInPeriod, checkFinite } = this.options;
    const { stoppingThreshold, divergenceThreshold } = this.options;
    if (run.epoch <= burnInPeriod) return;
    const value = monitored(run.metrics, monitor);
    if (checkFinite && !Number.isFinite(value)) {
      run.stop(`${monitor} is ${value}`);
    } else if (stoppingThreshold !== undefined && beats(value, stoppingThreshold, mode)) {
      run.stop(`${monitor} is ${value}, better than stopping_threshold (${stoppingThreshold})`);
    } else if (divergenceThreshold !== undefined && beats(divergenceThreshold, value, mode)) {
      run.stop(`${monitor} is ${value}, worse than divergence_threshold (${divergenceThreshold})`);
    } else if (beats(value, this.state.best, mode, minDelta)) {
      this.state = { best: value, waited: 0 };
    } else {
      this.state.waited += 1;
      if (this.state.waited < patience) return;
      run.stop(
        `${monitor} has not improved for ${patience} epochs; its best was ${this.state.best}`,
      );
    }
  }

  getState(): State {
    return this.state;
  }

  setState(state: State): void {
    this.state = { ...state };
  }
}
