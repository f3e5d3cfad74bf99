import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS, main, namesOf } from './index.js';

let dir = '';
beforeAll(() => void (dir = mkdtempSync(join(tmpdir(), 'create-lfads-plugin-'))));
afterAll(() => rmSync(dir, { recursive: true }));

const run = async (...argv: string[]) => {
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = await main(argv, {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    terminal: false,
    cwd: dir,
  });
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
};

const filesOf = (folder: string): string[] =>
  readdirSync(join(dir, folder), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name));

describe.each(Object.keys(KINDS))('create-lfads-plugin --kind %s', (kind) => {
  it('writes a package in which nothing is left of the template', async () => {
    const folder = `my-${kind}`;
    const { exitCode, out, err } = await run(folder, '--kind', kind);
    expect(exitCode, err).toBe(0);
    expect(out).toContain(`lfads-plugin-my-${kind} is in my-${kind}`);
    const files = filesOf(folder);
    expect(files.map((file) => file.slice(dir.length + folder.length + 2)).sort()).toEqual(
      [
        '.github/workflows/test.yml',
        '.gitignore',
        'LICENSE',
        'README.md',
        'example.yaml',
        'lfads.config.yaml',
        'package.json',
        'src/index.test.ts',
        'src/index.ts',
        'tsconfig.build.json',
        'tsconfig.json',
        'vitest.config.ts',
      ].sort(),
    );
    for (const file of files.filter((path) => !path.endsWith('LICENSE'))) {
      expect(readFileSync(file, 'utf8'), file).not.toMatch(/template/i);
    }
    const manifest = JSON.parse(readFileSync(join(dir, folder, 'package.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({
      name: `lfads-plugin-my-${kind}`,
      keywords: expect.arrayContaining(['lfads-plugin']) as unknown,
      sideEffects: false,
      peerDependencies: { '@lfads/core': '^0.0.0' },
    });
  });
});

describe('create-lfads-plugin', () => {
  it('names package and component after the folder', () => {
    expect(namesOf('some/where/my-prior')).toEqual({
      package: 'lfads-plugin-my-prior',
      component: 'MyPrior',
      constant: 'myPrior',
    });
    expect(namesOf('lfads-plugin-my-prior')).toEqual(namesOf('my-prior'));
  });

  it.each([
    [[], /Give a folder and --kind\.[\s\S]*npm create lfads-plugin <folder>/],
    [['mine'], /Give --kind\./],
    [['--kind', 'prior'], /Give a folder\./],
    [['mine', '--kind', 'priori'], /There is no kind "priori"[\s\S]*data-module/],
    [['mine', 'yours', '--kind', 'prior'], /"yours" is not understood/],
    [['mine', '--king', 'prior'], /--king/],
    [['My Prior', '--kind', 'prior'], /"lfads-plugin-My Prior" cannot be a package's name/],
    [['9lives', '--kind', 'prior'], /begins with a letter/],
  ])('refuses %j and writes nothing', async (argv, message) => {
    const before = readdirSync(dir);
    const { exitCode, err } = await run(...argv);
    expect(exitCode).toBe(2);
    expect(err).toMatch(message);
    expect(readdirSync(dir)).toEqual(before);
  });

  it('overwrites nothing', async () => {
    mkdirSync(join(dir, 'taken'));
    writeFileSync(join(dir, 'taken', 'thesis.txt'), 'years of work');
    const { exitCode, err } = await run('taken', '--kind', 'prior');
    expect(exitCode).toBe(2);
    expect(err).toContain('is not empty');
    expect(readdirSync(join(dir, 'taken'))).toEqual(['thesis.txt']);
  });

  it('has a README that lists the kinds, their words and contracts', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| `([\w-]+)` *\| (.*?) *\| `(\w+)`/gm)];
    expect(rows.map(([, kind, words, contract]) => [kind, words, contract])).toEqual(
      Object.entries(KINDS).map(([kind, { words, contract }]) => [kind, words, contract]),
    );
  });

  it('tells how it is used', async () => {
    const { exitCode, out } = await run('--help');
    expect(exitCode).toBe(0);
    for (const kind of Object.keys(KINDS)) expect(out).toContain(kind);
  });
});
