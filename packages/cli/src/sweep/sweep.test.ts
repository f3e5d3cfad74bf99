import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { jsonLines, workplace } from '../test-support/cli.js';
import { tinyOverrides, writeTinyData } from '../test-support/tiny-data.js';
import type { SweepState } from './sweep-state.js';

const place = workplace();
afterAll(() => place.remove());
let tiny: string[];
beforeAll(async () => {
  await writeTinyData(place.path('tiny.h5'));
  tiny = [...tinyOverrides(place.path('tiny.h5')), 'trainer.max_epochs=2'];
});

const sweep = (...argv: string[]) => place.lfads(['train', '--multirun', '--json', ...argv]);
const stateIn = (dir: string) =>
  JSON.parse(readFileSync(join(dir, 'sweep.json'), 'utf8')) as SweepState;
const configIn = (run: string) =>
  parse(readFileSync(join(run, 'config.yaml'), 'utf8')) as { seed: number };

describe('lfads train --multirun', () => {
  it('trains every combination; one that fails takes no other with it', async () => {
    const both = ['seed=3,4', 'model.fac_dim=2,-1'];
    const { exitCode, out, err } = await sweep('--name', 'grid', ...tiny, ...both);
    expect(exitCode, err + out).toBe(3);
    const [start, ...rest] = jsonLines(out);
    expect(start).toMatchObject({
      event: 'sweep_start',
      keys: ['seed', 'model.fac_dim'],
      jobs: 4,
    });
    const end = rest.pop();
    expect(end).toMatchObject({ event: 'sweep_done', done: 2, failed: 2, left: 0 });
    const dir = String(end!['sweep_dir']);
    const jobs = new Map(rest.map((job) => [job['id'], job]));
    for (const [id, seed] of [
      ['0', 3],
      ['2', 4],
    ] as const) {
      expect(jobs.get(id)).toMatchObject({ ok: true, run_dir: join(dir, id) });
      expect(jobs.get(id)!['metrics']).toHaveProperty(['valid/recon'], expect.any(Number));
      expect(existsSync(join(dir, id, 'lfads_output_tiny.h5'))).toBe(true);
      expect(configIn(join(dir, id)).seed).toBe(seed);
    }
    expect(jobs.get('1')).toMatchObject({ ok: false });
    expect(jobs.get('1')!['reason']).toMatch(/fac_dim/);
    const state = stateIn(dir);
    expect(state.jobs.map(({ values }) => values)).toEqual([
      ['3', '2'],
      ['3', '-1'],
      ['4', '2'],
      ['4', '-1'],
    ]);
    expect(state.jobs.map(({ result }) => result?.ok)).toEqual([true, false, true, false]);
    const alone = await place.lfads(['train', '--json', ...tiny, 'seed=4', 'model.fac_dim=2']);
    expect(jsonLines(alone.out).at(-1)!['metrics']).toEqual(jobs.get('2')!['metrics']);
  });

  it('goes on after Ctrl-C with what is left, as if it had never stopped', async () => {
    const seeds = ['seed=1,2', 'launcher.slots=1'];
    const stopped = await place.lfads(
      ['train', '-m', '--json', '--name', 'stopped', ...tiny, ...seeds],
      /"event":"job"/,
    );
    expect(stopped.exitCode, stopped.err).toBe(130);
    const end = jsonLines(stopped.out).at(-1)!;
    expect(end).toMatchObject({ event: 'sweep_interrupted', done: 1, failed: 0, left: 1 });
    const dir = String(end['sweep_dir']);
    expect(end['go_on']).toBe(`lfads train --multirun --resume ${dir}`);
    const resumed = await place.lfads(['train', '--multirun', '--resume', dir]);
    expect(resumed.exitCode, resumed.err).toBe(0);
    expect(resumed.err).toMatch(/2 trainings, 1 of them trained before/);
    expect(resumed.out).toMatch(/run +│ seed +│ valid\/recon_smth/);
    expect(resumed.out).toMatch(/2 trained, 0 failed, 0 left/);
    const nothing = await place.lfads(['train', '--multirun', '--resume', dir]);
    expect(nothing.exitCode).toBe(0);
  });

  it.each([
    [['seed=1,2', 'model.no_such=1'], /no_such/],
    [['seed=1,2', '--threads', '2'], /launcher\.threads/],
    [['seed=1,2', '--run-dir', 'x'], /--name/],
    [['seed=1,2', '--resume', 'x'], /takes no overrides/],
    [['--resume', 'nowhere'], /not the folder of a sweep/],
    [['seed=range(0)'], /holds no number/],
  ])('refuses %j, and trains nothing', async (argv, message) => {
    const { exitCode, err } = await sweep('--name', 'refused', ...argv);
    expect(exitCode).toBe(2);
    expect(err).toMatch(message);
    expect(existsSync(place.path('runs', 'refused'))).toBe(false);
  });
});

it('without --multirun, several values are refused with a hint at it', async () => {
  const { exitCode, err } = await place.lfads(['train', 'seed=1,2']);
  expect(exitCode).toBe(2);
  expect(err).toMatch(/--multirun/);
});
