import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tunePlugin } from './index.js';

it('the README lists every component with its kind and summary', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| `(@lfads\/tune\/\w+)` *\| (.*?) *\| (.*?) *\|$/gm)];
  expect(rows.map(([, ...row]) => row)).toEqual(
    tunePlugin.components.map(({ target, kind, summary }) => [target, kind, summary]),
  );
});
