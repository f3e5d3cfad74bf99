import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { FIRST_PARTY_PLUGINS } from '../../run/first-party-plugins.js';
import { workplace } from '../../test-support/cli.js';

const place = workplace();
afterAll(() => place.remove());
const counting = fileURLToPath(new URL('../../test-support/counting-plugin.ts', import.meta.url));

describe('plugins describe', () => {
  test('tells all of a component, by its target or its name in Python', async () => {
    const { out } = await place.lfads(['plugins', 'describe', '@lfads/core/Gamma']);
    expect(out).toMatch(/kind +reconstruction/);
    expect(out).toMatch(/data +numbers > 0/);
    const alias = await place.lfads(['plugins', 'describe', 'lfads_torch.modules.recons.Gamma']);
    expect(alias.out).toBe(out);
  });

  test('shows the example that a plugin gives', async () => {
    const argv = ['plugins', 'describe', 'counting-plugin/Flat', '--plugin', counting, '--json'];
    expect(JSON.parse((await place.lfads(argv)).out)).toMatchObject({
      kinds: ['prior'],
      plugin: 'counting-plugin',
      example: { _target_: 'counting-plugin/Flat', shape: 3 },
    });
  });

  test('names the nearest components for one that is not there', async () => {
    const { exitCode, err } = await place.lfads(['plugins', 'describe', '@lfads/core/Gama']);
    expect(exitCode).toBe(2);
    expect(err).toContain('Did you mean "@lfads/core/Gamma"');
  });
});

describe('plugins check', () => {
  const source = (component: string) => `
import { definePlugin, definePrior } from '@lfads/core';
import { z } from 'zod';
const create = () => ({ variational: false });
export default definePlugin({ name: 'mine', contractVersion: 1, components: [definePrior(${component})] });`;

  test('finds no fault with first-party plugins', async () => {
    const { exitCode, out } = await place.lfads(['plugins', 'check', '--json']);
    const checked = JSON.parse(out) as { plugin: string; problems: string[] }[];
    expect(checked.flatMap(({ problems }) => problems)).toEqual([]);
    expect(checked.length).toBeGreaterThan(0);
    expect(exitCode).toBe(0);
  });

  test.each([
    [
      'a target of another package',
      `{ target: 'other/P', summary: 'A prior.', options: z.object({}), create }`,
      'other/P does not begin with "mine/".',
    ],
    [
      'no summary',
      `{ target: 'mine/P', summary: '', options: z.object({}), create }`,
      'mine/P has no summary.',
    ],
    [
      'an option that nobody explains',
      `{ target: 'mine/P', summary: 'A prior.', options: z.object({ a: z.number().default(1) }), create }`,
      'mine/P: the option a has no description.',
    ],
    [
      'required options without an example',
      `{ target: 'mine/P', summary: 'A prior.', options: z.object({ a: z.number().describe('b') }), create }`,
      'mine/P has required options, but no example.',
    ],
    [
      'an example that is wrong',
      `{ target: 'mine/P', summary: 'A prior.', options: z.object({ a: z.number().describe('b') }), create, example: { a: 'x' } }`,
      'mine/P cannot be made from its example',
    ],
  ])('finds %s', async (_, component, problem) => {
    writeFileSync(place.path('mine.ts'), source(component));
    const { exitCode, out } = await place.lfads(['plugins', 'check', './mine.ts']);
    expect(exitCode).toBe(2);
    expect(out).toContain(problem);
  });

  test('finds what a package lacks', async () => {
    const dir = place.path('node_modules', 'mine');
    mkdirSync(dir, { recursive: true });
    const manifest = { name: 'mine', version: '1.0.0', type: 'module', exports: './index.ts' };
    writeFileSync(place.path('node_modules/mine/package.json'), JSON.stringify(manifest));
    const component = `{ target: 'mine/P', summary: 'A prior.', options: z.object({}), create }`;
    writeFileSync(place.path('node_modules/mine/index.ts'), source(component));
    const { out } = await place.lfads(['plugins', 'check', 'mine']);
    expect(out).toMatch(/keywords lack "lfads-plugin"/);
    expect(out).toMatch(/@lfads\/core is no peer dependency/);
    expect(out).toMatch(/engines does not say/);
  });
});

test('the first-party list has every package of the folder plugins', () => {
  const folder = new URL('../../../../../plugins/', import.meta.url);
  const names = readdirSync(folder)
    .map((name) => new URL(`${name}/package.json`, folder))
    .filter((file) => existsSync(file))
    .map((file) => (JSON.parse(readFileSync(file, 'utf8')) as { name: string }).name);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect(FIRST_PARTY_PLUGINS).toContain(name);
});

describe('a config cannot run code', () => {
  test.each([
    'child_process.exec',
    'node:child_process/exec',
    'os.system',
    'builtins.eval',
    './evil.mjs',
    '/tmp/evil.mjs',
    '../evil/Evil',
    '__proto__',
    'constructor',
    'toString',
    'file:///tmp/evil.mjs',
    'data:text/javascript,throw 1',
  ])('by the target %s', async (target) => {
    writeFileSync(place.path('evil.mjs'), `globalThis.evil = true; export default { Evil: 1 };`);
    const yaml = `model: { _target_: ${JSON.stringify(target)}, _args_: ['touch pwned'] }\nseed: 0\n`;
    writeFileSync(place.path('evil.yaml'), yaml);
    const { exitCode, err } = await place.lfads([
      'config',
      'validate',
      '--config-name',
      'evil.yaml',
    ]);
    expect(exitCode).toBe(2);
    expect(err).toContain('LFADS_CONFIG_UNKNOWN_TARGET');
    expect((globalThis as { evil?: boolean }).evil).toBeUndefined();
    expect(existsSync(place.path('pwned'))).toBe(false);
  });

  test.each([
    ['__proto__', 'model: { __proto__: { polluted: true } }\n'],
    ['constructor', 'model: { constructor: { prototype: { polluted: true } } }\n'],
    ['prototype', 'prototype: { polluted: true }\n'],
  ])('or change all objects by the key %s', async (_, yaml) => {
    writeFileSync(place.path('evil.yaml'), yaml);
    const { exitCode, err } = await place.lfads(['config', 'show', '--config-name', 'evil.yaml']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(exitCode, err).toBe(2);
  });

  test('nor by getters: configs are text, and options are read once, as plain values', async () => {
    writeFileSync(place.path('evil.yaml'), 'model: !!js/function "function () { throw 1 }"\n');
    const { exitCode } = await place.lfads(['config', 'show', '--config-name', 'evil.yaml']);
    expect(exitCode).toBe(2);
  });

  test.each(['+__proto__.polluted=1', '+model.__proto__.polluted=1', '+constructor.prototype.a=1'])(
    'by the override %s',
    async (override) => {
      const { exitCode } = await place.lfads(['config', 'show', override]);
      expect(exitCode).toBe(2);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    },
  );
});
