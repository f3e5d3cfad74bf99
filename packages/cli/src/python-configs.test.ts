import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { composeConfig, type ConfigValue, instantiate, PYTHON_ALIASES } from '@lfads/config';
import {
  type ComponentRegistry,
  createRunContainer,
  DATA_MODULE,
  type DataModule,
  type Lfads,
  LOG,
  RUN_PATHS,
  SEED,
} from '@lfads/core';
import { afterAll, describe, expect, it } from 'vitest';
import { createProjectRegistry } from './run/project-registry.js';
import { table } from './table.js';
import { workplace } from './test-support/cli.js';
import { pythonConfigs, pythonPairs, writeDataFor } from './test-support/python-configs.js';

const place = workplace();
const registry = await createProjectRegistry(place.cwd, []);
/** The pattern of the files that were written for a model. */
const data = new Map<string, string>();
const became = new Map<string, string>();

const recording = fileURLToPath(
  new URL('../../../../shared/data/macaque_grasp_cosmooth.h5', import.meta.url),
);

/** Notes what each `_target_` of a config became. */
function note(value: ConfigValue): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value) as [string, ConfigValue][]) {
    if (key === '_target_') became.set(String(child), PYTHON_ALIASES.get(String(child)) ?? '');
    else note(child);
  }
}

const summaryOf = (all: ComponentRegistry, target: string) =>
  all.has(target) ? all.resolve(target).summary : 'nothing is registered';

afterAll(() => {
  const rows = [...became].sort().map(([from, to]) => [from, to, summaryOf(registry, to)]);
  if (rows.length > 0) console.log(table(['lfads-torch', 'here', 'which'], rows));
  place.remove();
});

/** Composes an entry config on data of its own, and makes all of its parts. */
async function make(entry: string, model: string, datamodule: string, ...more: string[]) {
  const compose = (...overrides: string[]) =>
    composeConfig({
      configName: entry,
      searchPath: [pythonConfigs],
      overrides: [`model=${model}`, `datamodule=${datamodule}`, ...more, ...overrides],
    });
  const folder = place.path(model);
  mkdirSync(folder, { recursive: true });
  const pattern = data.get(model) ?? (await writeDataFor(compose().tree, folder));
  data.set(model, pattern);
  const config = compose(`datamodule.datafile_pattern='${pattern}'`);
  note(config.tree);
  const run = createRunContainer(registry);
  const notices = new Set<string>();
  run.provide(SEED, 0);
  run.provide(RUN_PATHS, { dir: folder, checkpoints: folder });
  run.provide(LOG, { info: () => {}, warn: (text) => void notices.add(text) });
  const options = { registry, context: run.context };
  const dataModule = instantiate(config, 'datamodule', options) as DataModule;
  await dataModule.setup();
  run.provide(DATA_MODULE, dataModule);
  const parts = instantiate(config, '', options) as Record<string, object> & { model: Lfads };
  return { parts, sessions: dataModule.sessions, notices: [...notices] };
}

/** Its encod_data_dim is 50, but what its read-in gives is fac_dim, 30. */
const CONTRADICTS_ITSELF = 'rouse_multisession_random';

describe.skipIf(pythonConfigs === '')('lfads-torch 1.1 configs (LFADS_TORCH_CONFIGS)', () => {
  describe.each(['single', 'multi', 'pbt'])('%s.yaml', (entry) => {
    it.each(pythonPairs)('makes every part with model=%s datamodule=%s', async (...choice) => {
      const { parts, sessions } = await make(entry, ...choice);
      expect(Object.keys(parts)).toEqual(
        expect.arrayContaining(['model', 'datamodule', 'trainer', 'callbacks', 'logger']),
      );
      expect(parts['posterior_sampling']).toMatchObject({ fn: expect.any(Function) as unknown });
      const build = () => parts.model.build(0, sessions);
      if (choice[0] === CONTRADICTS_ITSELF) {
        expect(build).toThrow(/encod_data_dim/);
      } else {
        build();
        parts.model.parameters.dispose();
      }
    });
  });

  it.skipIf(!existsSync(recording))('train on a recording, with their NLB callbacks', async () => {
    const { exitCode, out, err } = await place.lfads([
      ...['train', '--config-dir', pythonConfigs, 'callbacks=nlb', 'trainer.max_epochs=1'],
      ...[`datamodule.datafile_pattern='${recording}'`, 'datamodule.batch_size=26'],
      ...['datamodule.batch_keys=[]', 'datamodule.attr_keys=[]'],
      ...['model.encod_data_dim=70', 'model.encod_seq_len=130', 'model.recon_seq_len=150'],
      ...['model.readout.modules.0.out_features=93', 'posterior_sampling.fn.num_samples=1'],
    ]);
    expect(exitCode, err).toBe(0);
    const run = /Run: (.*)/.exec(out)![1]!;
    const files = readdirSync(place.path(run), { recursive: true, encoding: 'utf8' });
    const metrics = files.find((file) => file.endsWith('metrics.csv'))!;
    expect(readFileSync(place.path(run, metrics), 'utf8')).toContain('nlb/co_bps');
  });

  it('builds the model that contradicts itself once its sizes agree', async () => {
    const sizes = 'model.encod_data_dim=${model.fac_dim}';
    const [, datamodule] = pythonPairs.find(([model]) => model === CONTRADICTS_ITSELF)!;
    const { parts, sessions } = await make('single', CONTRADICTS_ITSELF, datamodule, sizes);
    parts.model.build(0, sessions);
    parts.model.parameters.dispose();
  });

  it('says once of each part that does nothing here what it stood for', async () => {
    const { notices } = await make('pbt', 'nlb_mc_maze', 'nlb_mc_maze', 'callbacks=nlb');
    expect(notices.map((text) => text.split(' ')[0])).toEqual([
      'ray.tune.integration.pytorch_lightning.TuneReportCheckpointCallback',
    ]);
  });
});
