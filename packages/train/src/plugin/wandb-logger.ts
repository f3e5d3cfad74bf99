import { defineLogger } from '@lfads/core';
import { z } from 'zod';
import { WandbLogger } from '../loggers/wandb-logger.js';
import { harmless } from './harmless.js';

const text = (what: string) => z.string().nullable().default(null).describe(what);

export const wandbLogger = defineLogger({
  target: '@lfads/train/WandbLogger',
  summary: 'Writes a run for Weights & Biases, offline: in the layout that `wandb sync` reads.',
  options: z.object({
    save_dir: z
      .string()
      .default('')
      .describe("folder in which `wandb` is made, relative to the run's folder"),
    project: text('project to upload to; null: lfads'),
    name: text('what the run is called; null: a name that the server makes up'),
    id: text('identifies the run; null: a new one, or that of the run that is resumed'),
    version: text('the same as id'),
    entity: text('user or team to upload to; null: the default one'),
    group: text('runs of one group are shown together'),
    job_type: text('kind of run within a group'),
    notes: text('a longer description'),
    tags: z
      .array(z.string().nullable())
      .nullable()
      .default(null)
      .describe('labels; null entries are left out'),
    ...harmless({
      add_file_policy: 'checkpoints are not uploaded',
      anonymous: 'nothing is uploaded during a run',
      checkpoint_name: 'checkpoints are not uploaded',
      dir: 'use save_dir',
      experiment: 'the run is made here',
      log_model: 'checkpoints are not uploaded',
      mode: 'runs are always written offline',
      offline: 'runs are always written offline',
      prefix: 'names are fixed',
      reinit: 'every training is a run',
      resume: 'lfads train --resume goes on with a run',
      settings: 'nothing is uploaded during a run',
    }),
  }),
  create: ({ save_dir, project, name, id, version, entity, group, job_type, notes, tags }) =>
    new WandbLogger({
      folder: save_dir,
      project: project ?? 'lfads',
      tags: (tags ?? []).filter((tag) => tag !== null),
      ...given({ id: id ?? version, name, entity, group, jobType: job_type, notes }),
    }),
});

/** The entries that are not null. */
const given = <Key extends string>(entries: Record<Key, string | null>) =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== null)) as Partial<
    Record<Key, string>
  >;
