import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines, workplace } from './test-support/cli.js';
import { tinyOverrides, writeTinyData } from './test-support/tiny-data.js';

const bin = fileURLToPath(new URL('../bin/lfads.js', import.meta.url));
const built = existsSync(fileURLToPath(new URL('../dist/index.js', import.meta.url)));

const place = workplace();
beforeAll(() => writeTinyData(place.path('tiny.h5')));
afterAll(() => place.remove());

/** Runs the built command as a process; `signalOn` sends SIGINT at the first output that matches. */
function spawnLfads(argv: readonly string[], signalOn?: RegExp) {
  return new Promise<{ exitCode: number | null; out: string; err: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...argv], { cwd: place.cwd });
    let out = '';
    let err = '';
    let signalled = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (signalled || !signalOn?.test(out)) return;
      signalled = true;
      child.kill('SIGINT');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', reject).on('close', (exitCode) => resolve({ exitCode, out, err }));
  });
}

describe.skipIf(!built)('the built command, run as a process', () => {
  test.each([
    { kernels: 'the fastest kernels', options: [] },
    { kernels: 'the threads of WebAssembly', options: ['--cpu', 'wasm', '--threads', '2'] },
  ])(
    'Ctrl-C saves a checkpoint, tells how to go on and exits with 130; going on finishes the run, with $kernels',
    async ({ options }) => {
      const argv = [
        'train',
        ...tinyOverrides('tiny.h5'),
        'trainer.max_epochs=500',
        '--json',
        ...options,
      ];
      const stopped = await spawnLfads(argv, /"event":"epoch"/);
      expect(stopped.exitCode, stopped.err).toBe(130);
      const { event, run_dir, go_on } = jsonLines(stopped.out).at(-1)!;
      expect(event).toBe('interrupted');
      expect(go_on).toBe(`lfads train --resume ${String(run_dir)}`);
      const goingOn = ['train', '--resume', String(run_dir), 'trainer.max_epochs=6', ...options];
      const done = await spawnLfads(goingOn);
      expect(done.exitCode, done.err).toBe(0);
      expect(done.out).toContain('Trained:');
    },
  );

  test('a bad option exits with 2', async () => {
    expect(await spawnLfads(['train', '--colour'])).toMatchObject({ exitCode: 2, out: '' });
  });
});
