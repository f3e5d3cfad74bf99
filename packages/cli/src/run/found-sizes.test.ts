import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigTree } from '@lfads/config';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonLines, workplace } from '../test-support/cli.js';
import { CHANNELS, tinyOverrides, writeTinyData } from '../test-support/tiny-data.js';

const place = workplace();
beforeAll(async () => {
  await writeTinyData(place.path('day_0.h5'));
  await writeTinyData(place.path('day_1.h5'));
  mkdirSync(place.path('mixed'));
  await writeTinyData(place.path('mixed', 'a.h5'));
  await writeTinyData(place.path('mixed', 'b.h5'), (arrays) => {
    for (const [
      name,
      {
        shape: [trials = 0, steps = 0],
      },
    ] of arrays) {
      const shape = [trials, steps, CHANNELS + 1];
      const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i % 2);
      arrays.set(name, { shape, data });
    }
  });
});
afterAll(() => place.remove());

const LINEAR = '@lfads/core/FanInLinear';
const auto = `{_target_: '${LINEAR}', in_features: auto, out_features: auto}`;

async function modelOf(files: string, ...more: string[]): Promise<ConfigTree> {
  const overrides = [...tinyOverrides(place.path(files)), 'trainer.max_epochs=1', ...more];
  const { out, err, exitCode } = await place.lfads(['train', '--json', ...overrides]);
  expect(exitCode, err).toBe(0);
  const run = String(jsonLines(out).at(-1)!['run_dir']);
  return (parse(await readFile(join(run, 'config.yaml'), 'utf8')) as { model: ConfigTree }).model;
}
const sizes = (inFeatures: number | string, outFeatures: number | string) => ({
  _target_: LINEAR,
  in_features: inFeatures,
  out_features: outFeatures,
});

test('parts in a list, in a ModuleList or alone get the sizes of their place', async () => {
  const model = await modelOf(
    'day_*.h5',
    `model.readin=[${auto},${auto}]`,
    'model.encod_data_dim=4',
    `model.readout={_target_: torch.nn.ModuleList, modules: [${auto}]}`,
  );
  expect(model['readin']).toEqual([sizes(CHANNELS, 4), sizes(CHANNELS, 4)]);
  expect(model['readout']).toMatchObject({ modules: [sizes(3, CHANNELS)] });
  const alone = await modelOf('day_0.h5', `model.readout=${auto}`);
  expect(alone['readout']).toEqual(sizes(3, CHANNELS));
});

test('one part for sessions of different sizes keeps its auto', async () => {
  const model = await modelOf('mixed/*.h5', `model.readin=[${auto}]`, 'model.encod_data_dim=4');
  expect(model['readin']).toEqual([sizes('auto', 4)]);
  expect(model['readout']).toEqual([sizes(3, 'auto')]);
});

test('lists that take their sizes from the data files keep what they state', async () => {
  const list = '{_target_: lfads_torch.modules.readin_readout.MultisessionReadin, pcr_init: false';
  const stated = await modelOf(
    'day_*.h5',
    `model.readin=${list}, out_features: auto}`,
    'model.encod_data_dim=4',
  );
  expect(stated['readin']).toMatchObject({ out_features: 'auto' });
});
