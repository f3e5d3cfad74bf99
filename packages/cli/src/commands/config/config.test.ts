import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workplace } from '../../test-support/cli.js';
import { CHANNELS, tinyOverrides, writeTinyData } from '../../test-support/tiny-data.js';

const place = workplace();
const tiny = tinyOverrides(place.path('tiny.h5'));
beforeAll(() => writeTinyData(place.path('tiny.h5')));
afterAll(() => place.remove());

const config = (...argv: string[]) => place.lfads(['config', ...argv]);

describe('config explain', () => {
  test('tells what set a value, in order, and what it is for', async () => {
    mkdirSync(place.path('configs/model'), { recursive: true });
    writeFileSync(
      place.path('configs/model/mine.yaml'),
      'defaults: [lorenz]\ndropout_rate: 0.25\n',
    );
    const { out, exitCode } = await config(
      ...['explain', 'model.dropout_rate', 'model=mine', 'model.dropout_rate=0.5'],
    );
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /^model\.dropout_rate = 0\.5\n {2}set by +\S+lorenz\.yaml:\d+:\d+ +[\d.]+\n/,
    );
    expect(out).toMatch(
      /configs\/model\/mine\.yaml:2:15 +0\.25\n +override "model\.dropout_rate=0\.5" +0\.5\n/,
    );
    expect(out).toContain('option      dropout_rate of @lfads/core/Lfads');
    expect(out).toContain('type        number, >= 0, < 1');
    expect(out).toContain('default     0');
  });

  test('names the nearest key when there is none, with exit code 2', async () => {
    const { err, exitCode } = await config('explain', 'model.fac_dims');
    expect(exitCode).toBe(2);
    expect(err).toContain('"model.fac_dim"');
  });

  test('prints JSON for machines', async () => {
    const { out } = await config('explain', 'model.ic_prior', '--json');
    expect(JSON.parse(out)).toMatchObject({
      path: 'model.ic_prior',
      component: { target: '@lfads/core/MultivariateNormal', kind: 'prior' },
    });
  });
});

test('config groups shows what can be chosen, where it lies and what is chosen', async () => {
  const { out } = await config('groups', 'model=macaque_grasp_cosmooth');
  expect(out).toMatch(/model +│/);
  expect(out).toMatch(/│ \* macaque_grasp_cosmooth +│ \S+model\/macaque_grasp_cosmooth\.yaml/);
  expect(out).toMatch(/│ {3}rat_timing +│ \S+model\/rat_timing\.yaml/);
});

describe('config validate', () => {
  test('says how many components are right, and which data their sizes were checked against', async () => {
    const { out, err, exitCode } = await config('validate', ...tiny);
    expect(exitCode, err).toBe(0);
    expect(out).toMatch(
      /The config is right: \d+ components\.\nIts sizes are those of .*tiny\.h5\./,
    );
  });

  test('checks all but the sizes where there are no data', async () => {
    const { out, exitCode } = await config(
      'validate',
      ...tiny,
      'datamodule.datafile_pattern=no.h5',
    );
    expect(exitCode).toBe(0);
    expect(out).toContain('Its sizes were not checked: No file matches');
  });

  test('tells which parts do nothing here', async () => {
    const part = '+callbacks.test={_target_: lfads_torch.callbacks.TestEval}';
    const { out, exitCode } = await config('validate', ...tiny, part);
    expect(exitCode).toBe(0);
    expect(out).toContain('TestEval does nothing here.');
  });

  test('prints the problems of all parts at once, with their places, and exits with 2', async () => {
    const { err, exitCode } = await config(
      ...['validate', ...tiny, 'seed=abc', '+trainer.max_epoch=3', 'model.fac_dim=-1'],
    );
    expect(exitCode).toBe(2);
    expect(err).toMatch(/LFADS_RUN_SETTINGS {2}override "seed=abc" {2}seed/);
    expect(err).toMatch(/LFADS_CONFIG_UNKNOWN_OPTION {2}override "\+trainer\.max_epoch=3"/);
    expect(err).toMatch(/LFADS_CONFIG_BAD_OPTION {2}override "model\.fac_dim=-1"/);
  });

  test('names the place of every size that is not that of the data', async () => {
    const sizes = [`model.encod_data_dim=${CHANNELS + 1}`, 'model.encod_seq_len=9'];
    const { err, exitCode } = await config('validate', ...tiny, ...sizes);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/LFADS_MODEL_DIMENSIONS {2}override "model\.encod_data_dim=6"/);
    expect(err).toMatch(/LFADS_MODEL_DIMENSIONS {2}override "model\.encod_seq_len=9"/);
  });

  test('reports data that cannot be used', async () => {
    writeFileSync(place.path('text.h5'), 'no HDF5');
    const pattern = `datamodule.datafile_pattern=${place.path('text.h5')}`;
    const { err, exitCode } = await config('validate', ...tiny, pattern);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/LFADS_DATA_NOT_HDF5 {2}override/);
  });
});

test('config schema writes the schema to a file, with the components of plugins', async () => {
  const plugin = new URL('../../test-support/quiet-plugin.ts', import.meta.url).pathname;
  const { exitCode } = await config('schema', '--out', 'editor/s.json', '--plugin', plugin);
  expect(exitCode).toBe(0);
  const schema = readFileSync(place.path('editor/s.json'), 'utf8');
  expect(JSON.parse(schema)).toMatchObject({
    definitions: {
      'lfads-plugin-quiet.Quiet': { properties: { how_much: { default: 1 } } },
    },
  });
});
