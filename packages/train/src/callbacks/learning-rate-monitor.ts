import type { Callback, TrainingState } from '@lfads/core';

/** Adds the learning rate that an epoch is trained with to its metrics, as `lr-AdamW`. */
export class LearningRateMonitor implements Callback {
  onEpochStart(state: TrainingState): void {
    state.log('lr-AdamW', state.learningRate);
  }
}
