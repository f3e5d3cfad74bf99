import type { SmoothedMetricState } from '@lfads/core';
import type { PlateauState } from '../optimizer/plateau.js';
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
  plateau: PlateauState;
  /** Of valid/recon_smth. */
  smoothed: SmoothedMetricState;
  /** Metrics of the last complete epoch. */
  metrics: Record<string, number>;
}
