import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import type { ConfigProblem } from './config-error.js';
import { loadProject } from './project.js';
import { tempFolder } from './test-support/temp-configs.js';

const problemsIn = async (files: Record<string, string>): Promise<readonly ConfigProblem[]> => {
  const failed: unknown = await loadProject(tempFolder(files)).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failed instanceof ConfigError) return failed.problems;
  throw new Error('Expected a ConfigError', { cause: failed });
};

const PLUGINS = ['@lfads/plugin-calcium', 'lfads-plugin-laplace'];

describe('the project file', () => {
  it.each([
    [
      'lfads.config.yaml',
      `plugins: ['@lfads/plugin-calcium', lfads-plugin-laplace]\nconfig_dir: my/configs\n`,
    ],
    ['lfads.config.json', JSON.stringify({ plugins: PLUGINS, configDir: 'my/configs' })],
    [
      'lfads.config.mjs',
      `export default { plugins: ${JSON.stringify(PLUGINS)}, configDir: 'my/configs' };`,
    ],
    [
      'lfads.config.ts',
      `export default { plugins: ${JSON.stringify(PLUGINS)} as string[], configDir: 'my/configs' };`,
    ],
    [
      'package.json',
      JSON.stringify({ name: 'x', lfads: { plugins: PLUGINS, configDir: 'my/configs' } }),
    ],
  ])('may be %s', async (name, text) => {
    const dir = tempFolder({ [name]: text });
    expect(await loadProject(dir)).toEqual({
      dir,
      file: join(dir, name),
      plugins: PLUGINS,
      configDir: join(dir, 'my/configs'),
    });
  });

  it('is found from a folder inside the project', async () => {
    const dir = tempFolder({ 'lfads.config.yaml': 'plugins: [a]\n', 'runs/deep/x.txt': '' });
    expect(await loadProject(join(dir, 'runs/deep'))).toMatchObject({ dir, plugins: ['a'] });
  });

  it('may be absent', async () => {
    const dir = tempFolder({ 'package.json': '{"name": "x"}' });
    expect(await loadProject(dir)).toEqual({
      dir,
      file: undefined,
      plugins: [],
      configDir: undefined,
    });
  });

  it('tells every fault with its line', async () => {
    const problems = await problemsIn({ 'lfads.config.yaml': 'plugins: 3\nconfig_dirr: x\n' });
    expect(problems).toMatchObject([
      {
        code: 'LFADS_CONFIG_BAD_PROJECT',
        path: 'plugins',
        message: 'Expected a list, found 3.',
        origin: { line: 1, column: 10 },
      },
      { code: 'LFADS_CONFIG_BAD_PROJECT', path: 'configDirr', origin: { line: 2 } },
    ]);
    expect(problems[1]?.hint).toContain('Did you mean "configDir"?');
  });

  it('tells broken syntax', async () => {
    expect((await problemsIn({ 'lfads.config.yaml': 'plugins: [a\n' }))[0]?.code).toBe(
      'LFADS_CONFIG_YAML_SYNTAX',
    );
    expect(await problemsIn({ 'lfads.config.json': '{plugins' })).toMatchObject([
      { code: 'LFADS_CONFIG_BAD_PROJECT' },
    ]);
    expect(await problemsIn({ 'lfads.config.mjs': 'export default 3;' })).toMatchObject([
      {
        code: 'LFADS_CONFIG_BAD_PROJECT',
        message: expect.stringContaining('must hold a mapping') as string,
      },
    ]);
  });
});
