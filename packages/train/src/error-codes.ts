/** Every code that this package's errors carry, with what it means. The README's table is tested against it. */
export const TRAIN_ERROR_CODES = {
  LFADS_CHECKPOINT_CORRUPT: 'A file of a checkpoint is damaged, cut short, or of something else.',
  LFADS_CHECKPOINT_MISMATCH: "The optimiser's state in a checkpoint does not fit the model.",
  LFADS_CHECKPOINT_MISSING: 'A file of a checkpoint cannot be read.',
  LFADS_TRAIN_NON_FINITE: 'A loss or a gradient is NaN or infinite.',
  LFADS_TRAIN_UNKNOWN_METRIC: 'A callback is to watch a metric that the run does not have.',
} as const;

export type TrainErrorCode = keyof typeof TRAIN_ERROR_CODES;
