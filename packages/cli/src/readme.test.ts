import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expandSweep } from '@lfads/config';
import { afterAll, describe, expect, test } from 'vitest';
import { workplace } from './test-support/cli.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** The lines of the README's shell examples, without comments and with continued lines joined. */
const commands = [...readme.matchAll(/^```bash\n([\s\S]*?)^```$/gm)]
  .flatMap(([, block = '']) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
  .map((line) => line.replace(/\s+#.*$/, '').trim())
  .filter((line) => line !== '');

const lfadsCommands = commands.flatMap((line) => {
  const [, words] = /npx lfads (.*)$/.exec(line) ?? [];
  return words === undefined ? [] : [words.split(' ')];
});

const place = workplace();
afterAll(() => place.remove());

describe("the README's commands exist", () => {
  test.each(
    commands.flatMap((line) => [...line.matchAll(/npm (?:run )?(\S+)/g)].map((m) => m[1]!)),
  )('npm run %s', (script) => {
    expect([...Object.keys(scripts), 'ci']).toContain(script);
  });

  test.each(lfadsCommands.map((words) => [words.join(' '), words] as const))(
    'lfads %s',
    async (_, words) => {
      const { exitCode, out, err } = await place.lfads([...words, '--help']);
      expect(exitCode, err).toBe(0);
      for (const word of words) if (word.startsWith('--')) expect(out).toContain(word);
    },
  );

  const trained = lfadsCommands.filter(
    ([command, ...words]) =>
      command === 'train' && !words.some((word) => ['--resume', '--config-name'].includes(word)),
  );
  test.each(trained.map((words) => [words.join(' '), words] as const))(
    'the config of lfads %s composes',
    async (_, [, ...words]) => {
      const option = (word?: string) => word === '--plugin' || word === '--name';
      const given = words.filter((word, i) => !option(word) && !option(words[i - 1]));
      const jobs = given.includes('--multirun')
        ? expandSweep(given.filter((word) => word !== '--multirun')).jobs
        : [{ overrides: given }];
      for (const { overrides } of jobs) {
        const { exitCode, err } = await place.lfads(['config', 'show', ...overrides]);
        expect(exitCode, err).toBe(0);
      }
    },
  );
});
