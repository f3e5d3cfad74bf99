import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lfadsScalars } from '@lfads/core';
import { type H5Array, type H5Dataset, readH5, readH5Attributes, writeH5 } from '@lfads/data';
import { encodeSafetensors, type NamedArray } from '@lfads/train';
import { stringify } from 'yaml';

const folder = fileURLToPath(new URL('../../../../../shared/parity', import.meta.url));

/** Models of the reference with their numbers; none without `../shared`. */
export const parityFixtures: readonly string[] = existsSync(folder)
  ? readdirSync(folder).filter((file) => /^\d\d_.*\.h5$/.test(file))
  : [];

type Part = { type: string } & Record<string, unknown>;
interface FixtureConfig {
  [scalar: string]: unknown;
  batch: number[];
  encod_dims: number[];
  recon_dims: number[];
  encod_data_dim: number;
  fac_dim: number;
  readin: 'identity' | 'linear';
  reconstruction: Part;
  ic_prior: Part;
  co_prior: Part;
  train_aug: Part[];
  infer_aug: Part[];
}

/** Names of the package are found by it: where a part lives does not matter here. */
const part = ({ type, ...options }: Part) => ({
  _target_: `lfads_torch.modules.${MODULES.find(([names]) => names.includes(type))![1]}.${type}`,
  ...options,
});
const MODULES: readonly (readonly [names: readonly string[], module: string])[] = [
  [['Poisson', 'PoissonBPS', 'MSE', 'Gaussian', 'Gamma', 'ZeroInflatedGamma'], 'recons'],
  [
    ['MultivariateNormal', 'AutoregressiveMultivariateNormal', 'MultivariateStudentT', 'Null'],
    'priors',
  ],
  [['SelectiveBackpropThruTime'], 'augmentations'],
];
const stack = (transforms: Part[]) => ({
  _target_: '@lfads/core/AugmentationStack',
  transforms: transforms.map(part),
});

const modelOf = (config: FixtureConfig) => {
  const sessions = config.batch.map((_, s) => s);
  return {
    _target_: '@lfads/core/Lfads',
    ...Object.fromEntries(Object.entries(config).filter(([name]) => name in lfadsScalars)),
    dropout_rate: 0,
    compat: 'lfads-torch-1.1',
    readin: sessions.map((s) =>
      config.readin === 'identity'
        ? { _target_: '@lfads/core/Identity' }
        : {
            _target_: '@lfads/core/FanInLinear',
            in_features: config.encod_dims[s],
            out_features: config.encod_data_dim,
          },
    ),
    readout: sessions.map(() => ({
      _target_: '@lfads/core/FanInLinear',
      in_features: config.fac_dim,
      out_features: 'auto',
    })),
    reconstruction: sessions.map((s) => {
      const { reconstruction } = config;
      return part(
        'recon_dim' in reconstruction
          ? { ...reconstruction, recon_dim: config.recon_dims[s] }
          : reconstruction,
      );
    }),
    ic_prior: part(config.ic_prior),
    co_prior: part(config.co_prior),
    train_aug_stack: stack(config.train_aug),
    infer_aug_stack: stack(config.infer_aug),
  };
};

/** With as many steps of zeros before it: files hold the input of the whole trial. */
function withSteps({ shape, data }: H5Array, steps: number): H5Dataset {
  const [trials = 0, length = 0, dim = 0] = shape;
  const whole = new Float32Array(trials * (steps + length) * dim);
  for (let trial = 0; trial < trials; trial++) {
    const from = trial * length * dim;
    const values = (data as Float32Array).subarray(from, from + length * dim);
    whole.set(values, (trial * (steps + length) + steps) * dim);
  }
  return { shape: [trials, steps + length, dim], data: whole };
}

export interface ParityRun {
  config: FixtureConfig;
  /** All datasets of the fixture. */
  arrays: ReadonlyMap<string, H5Array>;
  /** The entry config, beside `state_dict.safetensors` and one data file per session. */
  entry: string;
  weights: string;
}

/** Writes what somebody who trained a fixture's model in Python would bring: parameters, data and a config. */
export async function writeParityRun(fixture: string, dir: string): Promise<ParityRun> {
  const path = join(folder, fixture);
  const [arrays, attributes] = await Promise.all([readH5(path), readH5Attributes(path)]);
  const config = JSON.parse(String(attributes['config'])) as FixtureConfig;
  const parameters = new Map<string, NamedArray>();
  for (const [name, { shape, data }] of arrays) {
    if (!name.startsWith('params/')) continue;
    parameters.set(name.slice('params/'.length), {
      shape,
      values: Float32Array.from(data as Float32Array),
    });
  }
  const weights = join(dir, 'state_dict.safetensors');
  await writeFile(weights, encodeSafetensors(parameters, { format: 'pt' }));
  for (const s of config.batch.keys()) {
    const session = new Map<string, H5Dataset>();
    for (const split of ['train', 'valid']) {
      for (const key of ['encod_data', 'recon_data', 'ext_input']) {
        const array = arrays.get(`batch/${s}/${key}`);
        if (!array) continue;
        const whole =
          key === 'ext_input' ? withSteps(array, Number(config['ic_enc_seq_len'])) : array;
        session.set(`${split}_${key}`, whole);
      }
    }
    await writeH5(join(dir, `session${s}.h5`), session);
  }
  const entry = join(dir, 'mine.yaml');
  const tree = {
    seed: 0,
    datamodule: {
      _target_: '@lfads/data/BasicDataModule',
      datafile_pattern: join(dir, 'session*.h5'),
      batch_size: Math.min(...config.batch) * config.batch.length,
      dm_ic_enc_seq_len: config['ic_enc_seq_len'],
      allow_nan: true,
    },
    model: modelOf(config),
    trainer: { _target_: '@lfads/train/Trainer', max_epochs: 1 },
    callbacks: {},
    logger: {},
    posterior_sampling: { fn: { _target_: '@lfads/train/runPosteriorSampling', num_samples: 1 } },
  };
  await writeFile(entry, stringify(tree));
  return { config, arrays, entry, weights };
}
