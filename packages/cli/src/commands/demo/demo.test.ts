import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { jsonLines, workplace } from '../../test-support/cli.js';

const place = workplace();
afterAll(() => place.remove());

test('the demo infers rates close to the true ones, and says where everything is', async () => {
  const { exitCode, out, err } = await place.lfads(['demo', '--json']);
  expect(exitCode, err).toBe(0);
  const result = jsonLines(out).at(-1)!;
  expect(Object.keys(result)).toEqual([
    'epochs',
    'seconds',
    'valid_nll',
    'bits_per_spike',
    'rate_r2',
    'run_dir',
  ]);
  expect(result['rate_r2']).toBeGreaterThanOrEqual(0.9);
  expect(result['bits_per_spike']).toBeGreaterThan(0.4);
  expect(result['valid_nll']).toBeLessThan(0.75);
  expect(readFileSync(join(String(result['run_dir']), 'trial.svg'), 'utf8')).toContain('true rate');
}, 900_000);

test('without --json it prints a table and the paths of the outputs', async () => {
  const { exitCode, out } = await place.lfads([
    'demo',
    'trainer.max_epochs=1',
    'posterior_sampling.fn.num_samples=1',
  ]);
  expect(exitCode).toBe(0);
  expect(out).toMatch(/epochs.*seconds.*validation NLL.*bits\/spike.*rate R²/);
  expect(out).toContain('lfads_output_lorenz.h5');
  expect(out).toContain('trial.svg');
});
