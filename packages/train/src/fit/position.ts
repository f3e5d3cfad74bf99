import type { ScheduleState, SmoothedMetricState } from '@lfads/core';
import type { WeightedSums } from './weighted-means.js';

/** Where a run is, and all it carries from step to step beside parameters and optimiser. */
export interface Position {
  /** 0-based: the epoch under way. */
  epoch: number;
  /** How many training batches of this epoch are done. */
  batchInEpoch: number;
  globalStep: number;
  /** The training metrics of those batches. */
  sums: WeightedSums;
  schedule: ScheduleState;
  /** Of valid/recon_smth. */
  smoothed: SmoothedMetricState;
  /** Metrics of the last complete epoch. */
  metrics: Record<string, number>;
  /** Batches skipped, or roll-backs of this epoch, since the last batch or epoch that was finite. */
  nonFinite: number;
}

export const startPosition = (schedule: ScheduleState): Position => ({
  epoch: 0,
  batchInEpoch: 0,
  globalStep: 0,
  sums: {},
  schedule,
  smoothed: { previous: null },
  metrics: {},
  nonFinite: 0,
});

/** A copy, without what else the object holds. */
export function positionOf({
  epoch,
  batchInEpoch,
  globalStep,
  sums,
  schedule,
  smoothed,
  metrics,
  nonFinite,
}: Position): Position {
  return structuredClone({
    epoch,
    batchInEpoch,
    globalStep,
    sums,
    schedule,
    smoothed,
    metrics,
    nonFinite,
  });
}
