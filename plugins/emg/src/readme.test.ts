import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('lists every error code', () => {
  const sources = readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => read(`./${file}`));
  const used = sources.flatMap((text) => text.match(/(?<=')LFADS_EMG_\w+(?=')/g) ?? []);
  const listed = read('../README.md').match(/(?<=^\| `)LFADS_\w+/gm);
  expect(listed).toEqual([...new Set(used)].sort());
});
