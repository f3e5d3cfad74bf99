import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONFIG_ERROR_CODES } from './error-codes.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the error codes', () => {
  it('are listed in the README, with the same words', () => {
    const rows = [...read('../README.md').matchAll(/^\| `(LFADS_\w+)` *\| (.*?) *\|$/gm)].map(
      ([, code, text]) => [code, text],
    );
    expect(rows).toEqual(Object.entries(CONFIG_ERROR_CODES));
  });

  it('are all used', () => {
    const sources = readdirSync(new URL('.', import.meta.url))
      .filter(
        (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'error-codes.ts',
      )
      .map((file) => read(`./${file}`))
      .join('\n');
    for (const code of Object.keys(CONFIG_ERROR_CODES)) expect(sources).toContain(`'${code}'`);
  });
});
