import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const README = read('../README.md');

it('lists every error code', () => {
  const sources = readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => read(`./${file}`));
  const used = sources.flatMap((text) => text.match(/(?<=')LFADS_STITCH_\w+(?=')/g) ?? []);
  const listed = README.match(/(?<=^\| `)LFADS_\w+/gm);
  expect(listed).toEqual([...new Set(used)].sort());
});

it('shows the config as it is shipped', () => {
  const [comment, ...lines] = read('../configs/model/stitched.yaml').split('\n');
  expect(comment).toMatch(/^# /);
  expect(README).toContain(lines.join('\n'));
});
