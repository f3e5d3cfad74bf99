import { defineDataModule } from '@lfads/core';
import { z } from 'zod';
import { BasicDataModule } from './basic-data-module.js';

const keys = z.array(z.string().min(1)).default([]);
const steps = z.int().nonnegative();
const seed = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);

/** The options as they are written in YAML: lfads-torch's names, and `allow_nan`. */
const options = z.object({
  datafile_pattern: z
    .union([z.string().min(1), z.array(z.string().min(1)).nonempty()])
    .describe('HDF5 file, glob pattern, or a list of them; each file is one session'),
  batch_keys: keys.describe('further arrays to load with the batches: train_<key> and valid_<key>'),
  attr_keys: keys.describe('arrays kept for analysis and callbacks, under their names in the file'),
  batch_size: z
    .union([z.literal('auto'), z.int().positive()])
    .default(64)
    .describe(
      'trials per training batch, over all sessions together; auto: 64, or what the smallest session allows',
    ),
  reshuffle_tv_seed: seed
    .nullish()
    .describe(
      'mixes training and validation trials anew; the same split as lfads-torch for a seed',
    ),
  reshuffle_tv_ratio: z
    .number()
    .gt(0)
    .lt(1)
    .nullish()
    .describe('share of validation trials after mixing; as many as before when not given'),
  sv_rate: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe('share of samples hidden from the encoder for sample validation'),
  sv_seed: seed.default(0).describe('seed of the sample-validation mask'),
  dm_ic_enc_seq_len: steps
    .default(0)
    .describe("steps at the start for the initial condition's encoder; the model's ic_enc_seq_len"),
  allow_nan: z
    .boolean()
    .default(false)
    .describe('NaN in encod_data and recon_data marks samples that were not recorded'),
});

export const basicDataModule = defineDataModule({
  target: '@lfads/data/BasicDataModule',
  summary:
    'Trials from HDF5 files, one file a session; train, valid and test splits as in the files.',
  options,
  create: (o) =>
    new BasicDataModule({
      datafilePattern: o.datafile_pattern,
      batchKeys: o.batch_keys,
      attrKeys: o.attr_keys,
      batchSize: o.batch_size,
      reshuffleTvSeed: o.reshuffle_tv_seed ?? undefined,
      reshuffleTvRatio: o.reshuffle_tv_ratio ?? undefined,
      svRate: o.sv_rate,
      svSeed: o.sv_seed,
      dmIcEncSeqLen: o.dm_ic_enc_seq_len,
      allowNan: o.allow_nan,
    }),
});
