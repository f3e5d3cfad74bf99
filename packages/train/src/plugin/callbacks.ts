import { defineCallback } from '@lfads/core';
import { z } from 'zod';
import { EarlyStoppingWithBurnInPeriod } from '../callbacks/early-stopping.js';
import { LearningRateMonitor } from '../callbacks/learning-rate-monitor.js';
import { ModelCheckpoint } from '../callbacks/model-checkpoint.js';
import { RasterPlot } from '../callbacks/raster-plot.js';
import { TrajectoryPlot } from '../callbacks/trajectory-plot.js';
import { harmless } from './harmless.js';

const monitor = z.string().describe('the metric to watch, such as valid/recon_smth');
const mode = z.enum(['min', 'max']).default('min').describe('whether lower or higher is better');
const everyNEpochs = z.int().positive().default(100).describe('draws at every n-th epoch');

export const modelCheckpoint = defineCallback({
  target: '@lfads/train/ModelCheckpoint',
  summary: 'Saves the checkpoints `best` (by a metric) and `last`.',
  options: z
    .object({
      monitor: monitor
        .nullable()
        .default(null)
        .describe('the metric that chooses `best`; null: the latest checkpoint is the best'),
      mode,
      save_top_k: z
        .int()
        .min(-1)
        .default(1)
        .describe(
          '1: `best` alone; more: the k best too, as epoch=<epoch>-step=<step>; -1: all; 0: none',
        ),
      save_last: z.boolean().nullable().default(false).describe('save `last` after every epoch'),
      every_n_epochs: z.int().positive().default(1).describe('saves at every n-th epoch only'),
      ...harmless({
        auto_insert_metric_name: 'the names are fixed',
        dirpath: "checkpoints lie in the run's folder `checkpoints`",
        filename: 'the names are fixed',
        save_on_train_epoch_end: 'checkpoints follow the validation',
        save_weights_only: 'every checkpoint can be resumed',
        verbose: 'nothing is printed',
      }),
    })
    .refine(({ monitor, save_top_k }) => monitor !== null || save_top_k <= 1, {
      path: ['monitor'],
      error: 'which checkpoints are the best ones is a question of a metric: state monitor',
    }),
  create: ({ monitor, mode, save_top_k, save_last, every_n_epochs }) =>
    new ModelCheckpoint({
      ...(monitor !== null && { monitor }),
      mode,
      saveTopK: save_top_k,
      saveLast: save_last ?? false,
      everyNEpochs: every_n_epochs,
    }),
});

export const earlyStopping = defineCallback({
  target: '@lfads/train/EarlyStoppingWithBurnInPeriod',
  summary: 'Ends training when a metric has stopped improving, after a burn-in period.',
  example: { monitor: 'valid/recon_smth', patience: 50, burn_in_period: 80 },
  options: z.object({
    monitor,
    mode,
    patience: z.int().nonnegative().default(3).describe('epochs without improvement'),
    min_delta: z.number().nonnegative().default(0).describe('smaller changes are no improvement'),
    burn_in_period: z
      .number()
      .default(0)
      .describe('up to and including this epoch (0-based) nothing is checked'),
    check_finite: z
      .boolean()
      .default(true)
      .describe('end training when the metric is NaN or infinite'),
    stopping_threshold: z
      .number()
      .nullable()
      .default(null)
      .describe('end training as soon as the metric is better than this'),
    divergence_threshold: z
      .number()
      .nullable()
      .default(null)
      .describe('end training as soon as the metric is worse than this'),
    ...harmless({
      check_on_train_epoch_end: 'the check follows the validation',
      log_rank_zero_only: 'there is one process',
      strict: 'a missing metric is warned of',
      verbose: 'the reason is shown at the end',
    }),
  }),
  create: (options) =>
    new EarlyStoppingWithBurnInPeriod({
      monitor: options.monitor,
      mode: options.mode,
      patience: options.patience,
      minDelta: options.min_delta,
      burnInPeriod: options.burn_in_period,
      checkFinite: options.check_finite,
      ...(options.stopping_threshold !== null && { stoppingThreshold: options.stopping_threshold }),
      ...(options.divergence_threshold !== null && {
        divergenceThreshold: options.divergence_threshold,
      }),
    }),
});

export const learningRateMonitor = defineCallback({
  target: '@lfads/train/LearningRateMonitor',
  summary: 'Logs the learning rate of every epoch as `lr-AdamW`.',
  options: z.object(
    harmless({
      logging_interval: 'the rate changes between epochs only',
      log_momentum: 'AdamW has none to change',
    }),
  ),
  create: () => new LearningRateMonitor(),
});

export const rasterPlot = defineCallback({
  target: '@lfads/train/RasterPlot',
  summary: 'Draws data, inferred rates and inputs of a few trials side by side.',
  options: z.object({
    split: z.enum(['train', 'valid']).default('valid').describe('whose first trials are drawn'),
    n_samples: z.int().positive().default(3).describe('number of trials'),
    log_every_n_epochs: everyNEpochs,
  }),
  create: ({ split, n_samples, log_every_n_epochs }) =>
    new RasterPlot({ split, nSamples: n_samples, everyNEpochs: log_every_n_epochs }),
});

export const trajectoryPlot = defineCallback({
  target: '@lfads/train/TrajectoryPlot',
  summary:
    'Draws the factors of the validation trials; of more than three, their principal components.',
  options: z.object({ log_every_n_epochs: everyNEpochs }),
  create: ({ log_every_n_epochs }) => new TrajectoryPlot({ everyNEpochs: log_every_n_epochs }),
});
