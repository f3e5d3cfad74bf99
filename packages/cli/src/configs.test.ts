import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { instantiate } from '@lfads/config';
import { createRunContainer, DATA_MODULE, Lfads, RUN_PATHS, SEED } from '@lfads/core';
import { BasicDataModule } from '@lfads/data';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtinConfigs } from './run/builtin-configs.js';
import { compose } from './run/compose.js';
import { createProjectRegistry } from './run/project-registry.js';
import { workplace } from './test-support/cli.js';
import { writeTinyData } from './test-support/tiny-data.js';

const folder = builtinConfigs();
const names = (...path: string[]) =>
  readdirSync(join(folder, ...path))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length));
const groups = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const place = workplace();
const data = new BasicDataModule({ datafilePattern: place.path('tiny.h5'), batchSize: 'auto' });
beforeAll(async () => {
  await writeTinyData(place.path('tiny.h5'));
  await data.setup();
});
afterAll(() => place.remove());

const choices = names().flatMap((entry) => [
  { entry, override: 'seed=1' },
  ...groups.flatMap((group) =>
    names(group).map((choice) => ({ entry, override: `${group}=${choice}` })),
  ),
]);

test.each(choices)(
  '$entry with $override composes, and all its parts can be made for any data',
  async ({ entry, override }) => {
    const registry = await createProjectRegistry(folder, []);
    const choice = { configName: entry, configDir: folder, overrides: [override] };
    const config = await compose(folder, choice, registry);
    const container = createRunContainer(registry);
    container.provide(SEED, 0);
    container.provide(RUN_PATHS, { dir: folder, checkpoints: folder });
    container.provide(DATA_MODULE, data);
    const made = instantiate(config, '', { registry, context: container.context });
    expect(made).toMatchObject({ model: expect.any(Lfads) as Lfads });
    (made as { model: Lfads }).model.build(0);
  },
);
