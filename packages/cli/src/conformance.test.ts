import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ComponentDefinition,
  createRunContainer,
  DATA_MODULE,
  type DataModule,
  type Lfads,
  type RunContainer,
  type TrainingState,
} from '@lfads/core';
import { BasicDataModule } from '@lfads/data';
import { conformance, type ConformanceOptions } from '@lfads/testkit';
import { type FitState, initialCheckpoint, saveCheckpoint, Trainer } from '@lfads/train';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProjectRegistry } from './run/project-registry.js';
import { writeTinyData } from './test-support/tiny-data.js';

const dir = mkdtempSync(join(tmpdir(), 'lfads-conformance-'));
const file = join(dir, 'tiny.h5');
const dataModule: DataModule = new BasicDataModule({ datafilePattern: file, batchSize: 8 });
let model: Lfads;

const registry = await createProjectRegistry(fileURLToPath(new URL('.', import.meta.url)), []);
const { plugins } = registry;

const withData = { provide: (run: RunContainer) => run.provide(DATA_MODULE, dataModule) };
const part = (name: string, options = {}) => ({ _target_: `@lfads/core/${name}`, ...options });
const prior = (shape: number) => part('MultivariateNormal', { mean: 0, variance: 0.1, shape });
const smallModel = {
  ic_enc_dim: 5,
  ci_enc_dim: 4,
  con_dim: 4,
  co_dim: 2,
  ic_dim: 3,
  gen_dim: 6,
  fac_dim: 3,
  encod_data_dim: 5,
  encod_seq_len: 12,
  recon_seq_len: 12,
  readin: [part('Identity')],
  readout: [part('FanInLinear', { in_features: 3, out_features: 5 })],
  reconstruction: [part('Poisson')],
  ic_prior: prior(3),
  co_prior: prior(2),
};

beforeAll(async () => {
  await writeTinyData(file);
  await dataModule.setup();
  const run = createRunContainer(registry);
  const made = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(made);
    if (typeof value !== 'object' || value === null) return value;
    const { _target_: target, ...options } = value as { _target_: string };
    return run.create(target, options);
  };
  const options = Object.entries(smallModel).map(([key, value]) => [key, made(value)] as const);
  model = run.create<Lfads>('@lfads/core/Lfads', Object.fromEntries(options));
  model.build(1);
  // A run for those that take over what another has learnt.
  const checkpoint = initialCheckpoint(model, new Trainer({ maxEpochs: 1, gradientClipVal: 1 }), {
    seed: 1,
    config: {},
  });
  await saveCheckpoint(join(dir, 'checkpoints'), 'best', checkpoint);
});
afterAll(() => {
  model.parameters.dispose();
  rmSync(dir, { recursive: true });
});

/** What the callbacks of the trainer are given. */
const changeState = (state: TrainingState): FitState => ({
  ...state,
  model,
  dataModule,
  seed: 1,
  saveCheckpoint: (name) => state.log(`saved ${name}`, 1),
  removeCheckpoint: (name) => state.log(`removed ${name}`, 1),
});

/** What components need besides their own examples. */
const given: Readonly<Record<string, Partial<ConformanceOptions>>> = {
  '@lfads/core/Lfads': { options: smallModel },
  '@lfads/core/AutoregressiveMultivariateNormal': { places: ['inferred inputs'] },
  '@lfads/core/MultisessionReadin': { ...withData, options: { pcr_init: false } },
  '@lfads/core/MultisessionReadout': { ...withData, options: { pcr_init: false } },
  '@lfads/core/MultisessionReconstruction': withData,
  '@lfads/plugin-multisession/TrainedDynamics': { options: { run: dir } },
  '@lfads/data/BasicDataModule': { options: { datafile_pattern: file, batch_size: 8 } },
};

const optionsFor = ({ kind, target }: ComponentDefinition): Partial<ConformanceOptions> => ({
  ...(kind === 'callback' && { changeState }),
  ...given[target],
});

describe.each(
  plugins
    .filter(({ components }) => components.length > 0)
    .map((plugin) => [plugin.name, plugin] as const),
)('the components of %s', (_, plugin) => {
  for (const component of plugin.components) {
    conformance({
      plugin,
      plugins,
      target: component.target,
      test,
      ...optionsFor(component),
    });
  }
});

test('every likelihood and augmentation can be made for the pairs', () => {
  const without = registry
    .definitions()
    .filter(({ kind }) => kind === 'reconstruction' || kind === 'augmentation')
    .filter(({ example, options }) => !example && !options.safeParse({}).success)
    .map(({ target }) => target);
  expect(without).toEqual([]);
});
