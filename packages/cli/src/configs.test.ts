import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { instantiate } from '@lfads/config';
import { createRunContainer, Lfads, RUN_PATHS, SEED } from '@lfads/core';
import { expect, test } from 'vitest';
import { builtinConfigs } from './run/builtin-configs.js';
import { compose } from './run/compose.js';
import { createProjectRegistry } from './run/project-registry.js';

const folder = builtinConfigs();
const names = (...path: string[]) =>
  readdirSync(join(folder, ...path))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length));
const groups = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const choices = names().flatMap((entry) => [
  { entry, override: 'seed=1' },
  ...groups.flatMap((group) =>
    names(group).map((choice) => ({ entry, override: `${group}=${choice}` })),
  ),
]);

test.each(choices)(
  '$entry with $override composes, and all its parts can be made',
  async ({ entry, override }) => {
    const config = await compose(folder, {
      configName: entry,
      configDir: folder,
      overrides: [override],
    });
    const registry = await createProjectRegistry(folder, []);
    const container = createRunContainer(registry);
    container.provide(SEED, 0);
    container.provide(RUN_PATHS, { dir: folder, checkpoints: folder });
    const made = instantiate(config, '', { registry, context: container.context });
    expect(made).toMatchObject({ model: expect.any(Lfads) as Lfads });
    (made as { model: Lfads }).model.build(0);
  },
);
