import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { jobCommand } from './job-command.js';
import type { SweepState } from './sweep-state.js';

const cwd = mkdtempSync(join(tmpdir(), 'lfads-job-'));
afterAll(() => rmSync(cwd, { recursive: true }));

const sweep: SweepState = {
  format: 1,
  config: { name: 'single', dir: 'my configs' },
  plugins: ['./mine.ts'],
  cpu: 'wasm',
  keys: ['seed'],
  jobs: [],
};
const job = { id: '0', overrides: ['~logger', 'seed=1'], dir: join(cwd, '0') };
const argumentsOf = () => jobCommand(cwd, sweep, job).argv.slice(3);

it('a job begins anew, and goes on from its last checkpoint where there is one', () => {
  const always = ['--json', '--plugin', './mine.ts', '--cpu', 'wasm'];
  const anew = ['--run-dir', job.dir, '--config-name', 'single', '--config-dir', 'my configs'];
  expect(argumentsOf()).toEqual([...always, ...anew, '--', '~logger', 'seed=1']);
  mkdirSync(join(job.dir, 'checkpoints'), { recursive: true });
  writeFileSync(join(job.dir, 'checkpoints', 'last.json'), '{}');
  expect(argumentsOf()).toEqual([...always, '--resume', job.dir]);
});
