import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TRAIN_ERROR_CODES } from './error-codes.js';
import { trainPlugin } from './plugin/index.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** Rows of the README whose first cell is code that matches. */
const rows = (first: string) =>
  [...read('../README.md').matchAll(new RegExp(`^\\| \`(${first})\` *\\|(.*)\\|$`, 'gm'))].map(
    ([, name, rest]) => [name!, ...rest!.split('|').map((cell) => cell.trim())],
  );

describe('the README', () => {
  it('lists every error code with its meaning', () => {
    expect(rows('LFADS_\\w+')).toEqual(Object.entries(TRAIN_ERROR_CODES));
  });

  it('lists every component with its kind and summary', () => {
    expect(rows('@lfads/train/\\w+')).toEqual(
      trainPlugin.components.map(({ target, kind, summary }) => [target, kind, summary]),
    );
  });
});

describe('the error codes', () => {
  it('are all used, and no others', () => {
    const sources = readdirSync(new URL('.', import.meta.url), {
      recursive: true,
      encoding: 'utf8',
    })
      .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|error-codes\.ts$/.test(file))
      .map((file) => read(`./${file}`));
    const used = new Set(
      sources.flatMap((text) => [...text.matchAll(/'(LFADS_\w+_\w+)'/g)].map(([, code]) => code)),
    );
    expect([...used].sort()).toEqual(Object.keys(TRAIN_ERROR_CODES));
  });
});
