import type { Schedule } from '@lfads/core';
import { plateauStep, startPlateau, type PlateauState } from './plateau.js';

export interface ReduceOnPlateauOptions {
  /** The metric that must fall. Default: valid/recon_smth. */
  monitor?: string;
  /** Default: the model's `lr_decay`. */
  factor?: number;
  /** Default: the model's `lr_patience`. */
  patience?: number;
  /** Default: the model's `lr_stop`. */
  minLr?: number;
}

/**
 * The learning rate falls by a factor when a metric has not improved for some epochs (PyTorch's
 * ReduceLROnPlateau). Constant when the model's `lr_scheduler` is false, and in epochs without the metric.
 */
export function reduceOnPlateau({
  monitor = 'valid/recon_smth',
  ...changes
}: ReduceOnPlateauOptions = {}): Schedule {
  return {
    start: ({ lrInit }) => ({ ...startPlateau(lrInit) }),
    next(state, _, metrics, { lrScheduler, lrDecay, lrPatience, lrStop }) {
      const metric = metrics[monitor];
      if (!lrScheduler || metric === undefined) return state;
      const options = { factor: lrDecay, patience: lrPatience, minLr: lrStop, ...changes };
      return { ...plateauStep(state as unknown as PlateauState, metric, options) };
    },
  };
}
