import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulateLorenz, writeH5 } from '@lfads/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram } from './program.js';

const STEPS = 20;
const NEURONS = 8;
const HELD_IN = 6;
const SEEN = 16;

/** A small model without controller, as lfads-torch's scalars. */
const scalars = {
  ic_enc_dim: 8,
  ci_enc_dim: 0,
  con_dim: 0,
  co_dim: 0,
  ic_dim: 4,
  gen_dim: 8,
  fac_dim: 4,
  kl_ic_scale: 1e-5,
};

const training = { batch_size: 8, posterior_samples: 2 };

let cwd: string;
const path = (name: string) => join(cwd, name);
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'lfads-quality-test-'));
  const { datasets, attributes } = simulateLorenz({
    conditions: 8,
    trials: 5,
    steps: STEPS,
    neurons: NEURONS,
  });
  const partial = new Map(datasets);
  for (const split of ['train', 'valid']) {
    const { shape, data } = datasets.get(`${split}_encod_data`)!;
    const trials = shape[0]!;
    const seen = Float32Array.from({ length: trials * SEEN * HELD_IN }, (_, i) => {
      const bin = Math.floor(i / HELD_IN);
      const at = Math.floor(bin / SEEN) * STEPS + (bin % SEEN);
      return Number((data as Float32Array)[at * NEURONS + (i % HELD_IN)]);
    });
    partial.set(`${split}_encod_data`, { shape: [trials, SEEN, HELD_IN], data: seen });
    const moves = Float32Array.from({ length: trials * STEPS * 2 }, (_, i) => {
      const start = Math.floor(i / 2) * NEURONS;
      return (data as Float32Array).slice(start, start + NEURONS).reduce((a, b) => a + b) * (i % 2);
    });
    partial.set(`${split}_behavior`, { shape: [trials, STEPS, 2], data: moves });
    partial.set(`${split}_cond_idx`, { shape: [trials], data: new Int32Array(trials) });
  }
  const names = { ...attributes, behavior_channels: 'still, moving' };
  await writeH5(path('recording.h5'), partial, names);
  await writeFile(path('scalars.json'), JSON.stringify({ ...scalars, ...training }));
});
afterAll(() => rm(cwd, { recursive: true }));

async function quality(...argv: string[]): Promise<string[]> {
  const lines: string[] = [];
  const io = {
    out: (text: string) => void lines.push(text),
    err: () => {},
    terminal: false,
    cwd,
    onInterrupt: () => () => {},
  };
  await createProgram(io).exitOverride().parseAsync(argv, { from: 'user' });
  return lines;
}

const scored = async (...argv: string[]) =>
  JSON.parse((await quality('--data', 'recording.h5', '--json', ...argv)).at(-1)!) as Record<
    string,
    unknown
  >;

describe('quality of one data file', () => {
  it("ends with a line of JSON that has every score the data allow, with a JSON of lfads-torch's scalars", async () => {
    const line = await scored('--config', 'scalars.json', '--seed', '3', '--max-epochs', '4');
    expect(line).toMatchObject({ seed: 3, epochs: 4, reason: 'max_epochs (4) reached' });
    for (const key of [
      'bits_per_spike',
      'bps_heldin',
      'co_bps',
      'fp_bps',
      'nll',
      'valid_recon',
      'rate_r2',
      'rate_r2_overall',
      'latents_r2',
      'seconds',
      'scored_epoch',
    ]) {
      expect(line[key], key).toEqual(expect.any(Number));
    }
    expect(Object.keys(line['behavior_r2'] as object)).toEqual(['still', 'moving']);
    const floors = line['floors'] as Record<string, Record<string, number>>;
    expect(floors['co_bps_smoothed']).toEqual(expect.any(Number));
    expect(floors['condition_averages']!['fp_bps']).toEqual(expect.any(Number));
    expect(floors['behavior_r2_smoothed']!['moving']).toBeGreaterThan(0.2);
  });

  it('gives the same scores for the same seed, also with the same scalars under "model"', async () => {
    await writeFile(path('nested.json'), JSON.stringify({ model: scalars, ...training }));
    const [a, b] = await Promise.resolve([
      await scored('--config', 'scalars.json', '--max-epochs', '2'),
      await scored('--config', 'nested.json', '--max-epochs', '2'),
    ]);
    expect(a['nll']).toBe(b['nll']);
    expect(a['latents_r2']).toBe(b['latents_r2']);
  });

  it('takes an entry config by its name, with overrides, and has text for people', async () => {
    const overrides = Object.entries(scalars).map(([key, value]) => `model.${key}=${value}`);
    const lines = await quality(
      '--data=recording.h5',
      '--max-epochs=2',
      'datamodule.batch_size=8',
      'posterior_sampling.fn.num_samples=1',
      ...overrides,
    );
    expect(lines.at(-1)).toMatch(/2 epochs in .*\n(.*\n)* *co-bps .* floor /);
  });

  it('says what is wrong with a config', async () => {
    await writeFile(path('bad.json'), JSON.stringify({ ...scalars, gen_dims: 3, train_aug: 1 }));
    await expect(scored('--config', 'bad.json')).rejects.toMatchObject({
      code: 'LFADS_QUALITY_BAD_CONFIG',
      message: expect.stringMatching(
        /bad\.json(.|\n)*train_aug(.|\n)*gen_dims|gen_dims(.|\n)*train_aug/,
      ) as string,
    });
    await writeFile(path('broken.json'), '{');
    await expect(scored('--config', 'broken.json')).rejects.toThrow(/broken\.json is no JSON/);
    await expect(scored('--config', 'none.yaml')).rejects.toThrow(/no config file .*none\.yaml/);
  });
});

describe('quality of all data sets', () => {
  it('names those that are there, and the file that is missing', async () => {
    await expect(quality('--dir', cwd, '--only', 'lorenzo')).rejects.toMatchObject({
      code: 'LFADS_QUALITY_UNKNOWN_DATA',
      hint: expect.stringContaining('rat_timing') as string,
    });
    await expect(quality('--dir', cwd, '--only', 'rat_timing')).rejects.toThrow(
      /no rat_timing\.h5/,
    );
  });
});
