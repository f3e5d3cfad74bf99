import { join } from 'node:path';
import { defineLogger } from '@lfads/core';
import { z } from 'zod';
import { CsvLogger } from '../loggers/csv-logger.js';
import { JsonLinesLogger } from '../loggers/json-lines-logger.js';
import { TensorBoardLogger } from '../loggers/tensorboard-logger.js';
import { harmless } from './harmless.js';

const folderOptions = {
  save_dir: z.string().default('').describe("folder to write to, relative to the run's folder"),
  name: z.string().nullable().default('').describe('subfolder of save_dir'),
  version: z
    .union([z.int(), z.string()])
    .nullable()
    .default('')
    .describe('subfolder of name; a number n gives version_n'),
};

interface Folder {
  save_dir: string;
  name: string | null;
  version: number | string | null;
}

const folderOf = ({ save_dir, name, version }: Folder) =>
  join(save_dir, name ?? '', typeof version === 'number' ? `version_${version}` : (version ?? ''));

export const csvLogger = defineLogger({
  target: '@lfads/train/CsvLogger',
  summary: 'Writes metrics.csv, one row per epoch.',
  options: z.object({
    ...folderOptions,
    ...harmless({
      flush_logs_every_n_steps: 'every row is written at once',
      prefix: 'names are fixed',
    }),
  }),
  create: (options) => new CsvLogger(folderOf(options as Folder)),
});

export const tensorBoardLogger = defineLogger({
  target: '@lfads/train/TensorBoardLogger',
  summary: 'Writes TensorBoard event files: scalars of every epoch, figures, hyper-parameters.',
  options: z.object({
    ...folderOptions,
    ...harmless({
      default_hp_metric: 'hp_metric is always logged',
      log_graph: 'there is no graph',
      prefix: 'names are fixed',
      sub_dir: 'use version',
    }),
  }),
  create: (options) => new TensorBoardLogger(folderOf(options as Folder)),
});

export const jsonLinesLogger = defineLogger({
  target: '@lfads/train/JsonLinesLogger',
  summary: 'Writes metrics.jsonl, one JSON object per epoch.',
  options: z.object(folderOptions),
  create: (options) => new JsonLinesLogger(folderOf(options)),
});
