import { defineTrainer, type OptimizerFactory, partOf, type Schedule } from '@lfads/core';
import { z } from 'zod';
import { ON_NON_FINITE } from '../fit/non-finite-policy.js';
import { Trainer } from '../trainer.js';
import { harmless } from './harmless.js';

export const trainer = defineTrainer({
  target: '@lfads/train/Trainer',
  summary: 'Trains for a number of epochs, with clipped gradients; validates after each.',
  options: z.object({
    max_epochs: z.int().positive().default(1000).describe('epochs after which training ends'),
    gradient_clip_val: z
      .number()
      .nonnegative()
      .nullable()
      .default(null)
      .describe('largest 2-norm of all gradients together; null or 0: no clipping'),
    gradient_clip_algorithm: z
      .literal('norm')
      .optional()
      .describe('the one kind of clipping there is'),
    on_non_finite: z
      .enum(ON_NON_FINITE)
      .default('stop')
      .describe(
        'when a loss or gradient is NaN or infinite: stop ends training with an error, skip leaves out ' +
          'the batch, rollback repeats the epoch from its start with half the learning rate',
      ),
    max_non_finite: z
      .int()
      .nonnegative()
      .default(10)
      .describe(
        'batches skipped with no finite one between them, or roll-backs of one epoch, before training ' +
          'ends all the same',
      ),
    optimizer: partOf<OptimizerFactory>('optimizer')
      .optional()
      .describe('what changes the parameters; default: AdamW'),
    schedule: partOf<Schedule>('schedule')
      .optional()
      .describe('the learning rate of each epoch; default: ReduceLROnPlateau'),
    ...harmless({
      accelerator: 'the back end is chosen by LFADS_CPU',
      benchmark: 'it concerns CUDA',
      devices: 'the back end is chosen by LFADS_CPU',
      default_root_dir: "everything is written to the run's folder",
      deterministic: 'runs always are',
      enable_checkpointing: 'what is saved is up to ModelCheckpoint',
      enable_model_summary: 'no summary is printed',
      enable_progress_bar: 'the command shows progress on terminals only',
      gpus: 'the back end is chosen by LFADS_CPU',
      log_every_n_steps: 'metrics are logged once per epoch',
      num_sanity_val_steps: 'data and sizes are checked before training',
      progress_bar_refresh_rate: 'the command shows progress on terminals only',
      weights_summary: 'no summary is printed',
    }),
  }),
  create: ({ max_epochs, gradient_clip_val, on_non_finite, max_non_finite, ...parts }) =>
    new Trainer({
      maxEpochs: max_epochs,
      gradientClipVal: gradient_clip_val || Infinity,
      onNonFinite: on_non_finite,
      maxNonFinite: max_non_finite,
      ...(parts.optimizer && { optimizer: parts.optimizer }),
      ...(parts.schedule && { schedule: parts.schedule }),
    }),
});
