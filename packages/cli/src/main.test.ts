import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines, workplace } from './test-support/cli.js';
import { tinyOverrides, writeTinyData } from './test-support/tiny-data.js';

const place = workplace();
const file = (name: string) => tinyOverrides(place.path(name));
beforeAll(async () => {
  await writeTinyData(place.path('tiny.h5'));
  await writeTinyData(place.path('missing.h5'), (arrays) => arrays.delete('valid_recon_data'));
  await writeTinyData(place.path('nan.h5'), (arrays) => {
    arrays.get('train_encod_data')!.data[7] = NaN;
  });
  await writeTinyData(place.path('negative.h5'), (arrays) => {
    arrays.get('train_recon_data')!.data[7] = -1;
  });
  writeFileSync(place.path('text.h5'), 'no HDF5');
});
afterAll(() => place.remove());

describe('bad input gives one clear message, exit code 2 and no run folder', () => {
  test.each([
    ['a file that is not there', file('absent.h5'), /LFADS_DATA_\w+[\s\S]*absent\.h5/],
    ['a file that is not HDF5', file('text.h5'), /LFADS_DATA_NOT_HDF5[\s\S]*text\.h5/],
    ['a missing key', file('missing.h5'), /LFADS_DATA_MISSING_KEY[\s\S]*valid_recon_data/],
    ['NaN in the data', file('nan.h5'), /LFADS_DATA_\w+[\s\S]*nan\.h5[\s\S]*train_encod_data/],
    ['negative counts', file('negative.h5'), /LFADS_\w+[\s\S]*negative\.h5[\s\S]*train_recon_data/],
    [
      'sizes that do not fit: all of them at once',
      [
        ...file('tiny.h5'),
        'model.encod_data_dim=7',
        'model.encod_seq_len=9',
        'model.recon_seq_len=9',
        'model.readout.0.out_features=4',
      ],
      /LFADS_MODEL_DIMENSIONS[\s\S]*encod_data_dim is 7[\s\S]*tiny\.h5[\s\S]*readout\.0\.out_features is 4[\s\S]*encod_seq_len is 9[\s\S]*recon_seq_len is 9/,
    ],
    [
      'a size that is neither a number nor auto',
      [...file('tiny.h5'), 'model.encod_seq_len=many'],
      /LFADS_CONFIG_BAD_OPTION[\s\S]*model\.encod_seq_len[\s\S]*Expected one of "auto" or a number, found "many"/,
    ],
    [
      'an unknown target',
      [...file('tiny.h5'), "model.ic_prior._target_='@lfads/core/MultivariatNormal'"],
      /LFADS_CONFIG_UNKNOWN_TARGET[\s\S]*model\.ic_prior\._target_[\s\S]*Did you mean "@lfads\/core\/MultivariateNormal"/,
    ],
    [
      'unknown options of two parts: both',
      [...file('tiny.h5'), '+trainer.max_epoch=3', '+datamodule.batchsize=3'],
      /datamodule\.batchsize[\s\S]*trainer\.max_epoch/,
    ],
    ['a key that is not there', ['modle.fac_dim=3'], /LFADS_CONFIG_\w+[\s\S]*modle/],
    ['a choice that is not there', ['model=lorentz'], /LFADS_CONFIG_\w+[\s\S]*lorenz/],
    ['a seed that is no number', [...file('tiny.h5'), 'seed=abc'], /LFADS_RUN_SETTINGS[\s\S]*seed/],
    ['an unknown entry config', ['--config-name', 'singel'], /singel/],
    [
      'a config folder that is not there',
      ['--config-dir', 'nowhere'],
      /LFADS_CONFIG_DIR_NOT_FOUND/,
    ],
    ['a run that is none', ['--resume', 'runs/none'], /LFADS_RUN_NOT_FOUND/],
    ['a plugin that is not there', ['--plugin', 'lfads-plugin-none'], /LFADS_PLUGIN_NOT_FOUND/],
    ['an unknown option', ['--jsn'], /unknown option '--jsn'/],
    ['threads that are no number', ['--threads', 'many'], /positive whole number/],
  ])('%s', async (_, argv, message) => {
    const { exitCode, out, err } = await place.lfads(['train', ...argv]);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^\s+at /m);
    expect(out).toBe('');
    expect(exitCode).toBe(2);
    expect(existsSync(place.path('runs', 'single'))).toBe(false);
  });

  test('with --json the error is a line of JSON too', async () => {
    const { exitCode, out } = await place.lfads(['train', ...file('absent.h5'), '--json']);
    expect(exitCode).toBe(2);
    expect(jsonLines(out)).toEqual([
      expect.objectContaining({
        event: 'error',
        code: expect.stringMatching(/^LFADS_DATA_/) as string,
      }),
    ]);
  });
});

test('config show prints what a run would use, --origin where each value comes from', async () => {
  const plain = await place.lfads(['config', 'show', 'model.fac_dim=3']);
  expect(plain.exitCode).toBe(0);
  expect(plain.out).toMatch(/^ {2}fac_dim: 3$/m);
  expect(plain.out).toMatch(/^ {6}in_features: 3$/m);
  const origin = await place.lfads(['config', 'show', '--origin', 'model.fac_dim=3']);
  expect(origin.out).toMatch(/fac_dim: 3 +# override "model\.fac_dim=3"/);
  expect(origin.out).toMatch(/gen_dim: \d+ +# .*default\.yaml:\d+:\d+/);
});

test("the project's own configs go before the built-in ones, --config-dir before both", async () => {
  mkdirSync(place.path('configs'));
  writeFileSync(place.path('configs', 'single.yaml'), 'from: project\n');
  mkdirSync(place.path('mine'));
  writeFileSync(place.path('mine', 'single.yaml'), 'from: mine\n');
  expect((await place.lfads(['config', 'show'])).out).toBe('from: project\n');
  expect((await place.lfads(['config', 'show', '--config-dir', 'mine'])).out).toBe('from: mine\n');
});

test('plugins list shows every component with its options', async () => {
  const { exitCode, out } = await place.lfads(['plugins', 'list', '--json']);
  expect(exitCode).toBe(0);
  const components = JSON.parse(out) as {
    target: string;
    kind: string;
    options: { name: string }[];
  }[];
  const find = (target: string) => components.find((component) => component.target === target);
  expect(find('@lfads/core/MultivariateNormal')).toMatchObject({ kinds: ['prior'] });
  expect(find('@lfads/core/FanInLinear')).toMatchObject({ kinds: ['readin', 'readout'] });
  expect(find('@lfads/data/BasicDataModule')!.options.map(({ name }) => name)).toContain(
    'batch_size',
  );
  expect(find('@lfads/train/Trainer')!.options.map(({ name }) => name)).toContain('max_epochs');
  const text = await place.lfads(['plugins', 'list']);
  for (const { target } of components) expect(text.out).toContain(target);
});

test('a plugin of a third party is listed beside the built-in components', async () => {
  const plugin = fileURLToPath(new URL('test-support/quiet-plugin.ts', import.meta.url));
  const { out, err } = await place.lfads(['plugins', 'list', '--plugin', plugin, '--json']);
  expect(JSON.parse(out), err).toContainEqual({
    target: 'lfads-plugin-quiet/Quiet',
    kinds: ['callback'],
    plugin: 'lfads-plugin-quiet',
    summary: 'Does nothing.',
    options: [{ name: 'how_much', type: 'number', required: false, default: 1 }],
  });
});

test('a module without a plugin in it is refused', async () => {
  writeFileSync(place.path('empty.mjs'), 'export default 3;');
  const { exitCode, err } = await place.lfads(['plugins', 'list', '--plugin', './empty.mjs']);
  expect(exitCode).toBe(2);
  expect(err).toContain('LFADS_PLUGIN_BAD_EXPORT');
});

test('doctor tells what is computed with, and how fast it is', async () => {
  const { exitCode, out } = await place.lfads(['doctor', '--json', '--threads', '1']);
  expect(exitCode).toBe(0);
  const report = JSON.parse(out) as Record<string, unknown>;
  expect(report).toMatchObject({ threads: 1, node: process.versions.node });
  expect(report['engine']).toMatch(/^(native|wasm|js)$/);
  expect(report['gflops']).toBeGreaterThan(0);
  expect((await place.lfads(['doctor'])).out).toMatch(/self-test +[\d.]+ GFLOP\/s/);
});

test('help and version end with exit code 0', async () => {
  expect(await place.lfads(['--help'])).toMatchObject({ exitCode: 0 });
  expect((await place.lfads(['train', '--help'])).out).toContain('--resume <run>');
  expect((await place.lfads(['--version'])).out).toMatch(/^\d+\.\d+\.\d+/);
});
