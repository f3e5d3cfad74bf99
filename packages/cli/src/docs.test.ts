import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLI_ERROR_CODES } from './error-codes.js';
import { ExitCode } from './exit-codes.js';
import { createProgram } from './program.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = read('../README.md');

/** Rows of the README whose first cell matches, by that cell. */
const rows = (first: RegExp): [string, string][] =>
  [...readme.matchAll(/^\| `?([^`|]+?)`? *\| *(.*?) *\|$/gm)]
    .map(([, name = '', meaning = '']): [string, string] => [name, meaning])
    .filter(([name]) => first.test(name));

test('the README lists every error code with its meaning', () => {
  expect(rows(/^LFADS_/)).toEqual(Object.entries(CLI_ERROR_CODES));
});

test('the README lists every exit code', () => {
  expect(rows(/^\d+$/).map(([code]) => Number(code))).toEqual(
    Object.values(ExitCode).sort((a, b) => a - b),
  );
});

test('the README lists every command', () => {
  const program = createProgram({
    io: { out: () => {}, err: () => {}, terminal: false, cwd: '.', onInterrupt: () => () => {} },
    exitWith: () => {},
  });
  const names = program.commands.flatMap((command) =>
    command.commands.length === 0
      ? [command.name()]
      : command.commands.map((child) => `${command.name()} ${child.name()}`),
  );
  const listed = rows(/^lfads /).map(([line]) =>
    line.replace(/^lfads /, '').replace(/ [-<[].*$/, ''),
  );
  expect([...new Set(listed)]).toEqual(names);
});

/** Codes that the packages below document in their own READMEs. */
const below = ['core', 'data'].flatMap((name) =>
  [...read(`../../${name}/README.md`).matchAll(/^\| `(LFADS_\w+)`/gm)].map(([, code]) => code),
);

test('the error codes in use are those of the table, and those of the packages below', () => {
  const sources = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|error-codes\.ts$/.test(file))
    .map((file) => read(`./${file}`));
  const used = sources.flatMap((text) => [...text.matchAll(/'(LFADS_\w+_\w+|LFADS_UNEXPECTED)'/g)]);
  const own = used.map(([, code]) => code).filter((code) => !below.includes(code));
  expect([...new Set(own)].sort()).toEqual(Object.keys(CLI_ERROR_CODES));
});
