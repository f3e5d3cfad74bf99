import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines, workplace } from '../test-support/cli.js';
import { tinyOverrides, writeTinyData } from '../test-support/tiny-data.js';

const plugin = fileURLToPath(new URL('../test-support/counting-plugin.ts', import.meta.url));
const place = workplace();
afterAll(() => place.remove());

let run = '';
beforeAll(async () => {
  await writeTinyData(place.path('tiny.h5'));
  writeFileSync(place.path('lfads.config.yaml'), `plugins: ['${plugin}']\n`);
  const overrides = [...tinyOverrides(place.path('tiny.h5')), 'trainer.max_epochs=1'];
  const trained = await place.lfads([
    'train',
    '--json',
    ...overrides,
    'model=flat',
    'model.fac_dim=3',
  ]);
  expect(trained.exitCode, trained.err).toBe(0);
  const lines = jsonLines(trained.out);
  run = String(lines.at(-1)!['run_dir']);
  expect(lines).toContainEqual(expect.objectContaining({ message: 'Flat was made.' }));
});

describe('a plugin of the project file, a TypeScript file without a build', () => {
  test('adds a command, which reads its options and opens a run', async () => {
    const all = await place.lfads(['count', 'parameters', run, '--json']);
    expect(all.exitCode, all.err).toBe(0);
    const { count } = jsonLines(all.out)[0] as { count: number };
    expect(count).toBeGreaterThan(10);
    const large = await place.lfads([
      'count',
      'parameters',
      run,
      '--above',
      '20',
      '--only-trainable',
    ]);
    expect(large.out).toMatch(/^\d+ parameters\n$/);
    expect(Number.parseInt(large.out)).toBeLessThan(count);
  });

  test('shows its command in the help, with the plugin it is from', async () => {
    const { out } = await place.lfads(['count', '--help']);
    expect(out).toContain('Counts the parameters of a run. [counting-plugin]');
    const { out: own } = await place.lfads(['count', 'parameters', '--help']);
    expect(own).toMatch(
      /--above <number> +count only those with more values than this \(default: 0\)/,
    );
    expect((await place.lfads(['--help'])).out).toMatch(/^ +count/m);
  });

  test.each([
    [['--above', 'many'], /LFADS_COMMAND_OPTIONS[\s\S]*--above: [\s\S]*expected number/],
    [['--abov', '3'], /unknown option '--abov'/],
  ])('refuses the options %j', async (options, message) => {
    const { exitCode, err } = await place.lfads(['count', 'parameters', run, ...options]);
    expect(exitCode).toBe(2);
    expect(err).toMatch(message);
  });

  test('brings configs, which the project can put its own before', async () => {
    const shipped = await place.lfads(['config', 'show', 'model=flat']);
    expect(shipped.out).toContain("_target_: 'counting-plugin/Flat'".replaceAll("'", ''));
    const { out } = await place.lfads(['config', 'groups', '--json']);
    const groups = JSON.parse(out) as { name: string; options: { name: string; file: string }[] }[];
    const flat = groups
      .find(({ name }) => name === 'model')!
      .options.find(({ name }) => name === 'flat')!;
    expect(flat.file).toContain('counting-configs/model/flat.yaml');
    mkdirSync(place.path('configs', 'model'), { recursive: true });
    writeFileSync(
      place.path('configs', 'model', 'flat.yaml'),
      'defaults: [default, _self_]\nfac_dim: 77\n',
    );
    expect((await place.lfads(['config', 'show', 'model=flat'])).out).toContain('fac_dim: 77');
  });
});

describe('a plugin that is at fault', () => {
  const source = (text: string) =>
    `import { defineCommand, definePlugin } from '@lfads/core';\nimport { z } from 'zod';\n${text}`;
  const commandPlugin = (name: string, command: string) =>
    source(`export default definePlugin({ name: '${name}', contractVersion: 1, components: [], commands: [
      defineCommand({ name: '${command}', summary: 's', options: z.object({}), run() {} })] });`);

  test.each([
    [
      'claims a command of lfads',
      commandPlugin('thief', 'train'),
      /LFADS_COMMAND_TAKEN[\s\S]*"thief"/,
    ],
    [
      'claims a command of another',
      commandPlugin('thief', 'count parameters'),
      /LFADS_REGISTRY_DUPLICATE_COMMAND[\s\S]*"counting-plugin" and "thief"/,
    ],
    ['throws', 'throw new Error("no luck");', /LFADS_PLUGIN_FAILED[\s\S]*no luck/],
    ['imports what is not there', 'import "nowhere";', /LFADS_PLUGIN_FAILED[\s\S]*nowhere/],
    ['is broken', 'export default {', /LFADS_PLUGIN_FAILED/],
    [
      'is of another contract',
      source(`export default definePlugin({ name: 'old', contractVersion: 0, components: [] });`),
      /LFADS_PLUGIN_CONTRACT_VERSION[\s\S]*"old"/,
    ],
  ])('as it %s is named, and help is there all the same', async (_, text, message) => {
    writeFileSync(place.path('faulty.ts'), text);
    const { exitCode, err } = await place.lfads(['steal', '--plugin', './faulty.ts']);
    expect(exitCode).toBe(2);
    expect(err).toMatch(message);
    const help = await place.lfads(['--help', '--plugin', './faulty.ts']);
    expect(help.out).toContain('train');
    expect(help.err).toMatch(message);
  });
});

test('nothing that is not declared is imported', async () => {
  const other = workplace();
  writeFileSync(other.path('undeclared.ts'), 'throw new Error("imported");');
  writeFileSync(other.path('package.json'), JSON.stringify({ name: 'x' }));
  const { exitCode, err } = await other.lfads(['plugins', 'list', '--json']);
  expect(exitCode, err).toBe(0);
  other.remove();
});
