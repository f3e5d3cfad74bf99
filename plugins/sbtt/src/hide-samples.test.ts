import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeH5 } from '@lfads/data';
import { afterAll, expect, test } from 'vitest';
import { hideSamples } from './hide-samples.js';

const dir = mkdtempSync(join(tmpdir(), 'lfads-sbtt-'));
afterAll(() => rmSync(dir, { recursive: true }));

test('hides its share of the samples, from encoder and target alike', async () => {
  const path = join(dir, 'session.h5');
  const ones = (...shape: number[]) => ({
    shape,
    data: new Float32Array(shape.reduce((a, b) => a * b)).fill(1),
  });
  const truth = ones(20, 12, 6);
  await writeH5(
    path,
    new Map([
      ['train_encod_data', ones(20, 10, 5)],
      ['train_recon_data', ones(20, 12, 6)],
      ['train_truth', truth],
    ]),
  );
  const hidden = await hideSamples(path, { fraction: 0.3, seed: 1 });
  expect([...hidden.keys()].sort()).toEqual(['train_encod_data', 'train_recon_data']);
  const encod = hidden.get('train_encod_data')!.data as Float32Array;
  const recon = hidden.get('train_recon_data')!.data as Float32Array;
  const share = recon.filter(Number.isNaN).length / recon.length;
  expect(Math.abs(share - 0.3)).toBeLessThan(0.04);
  encod.forEach((value, i) => {
    const [trial, step, channel] = [Math.floor(i / 50), Math.floor(i / 5) % 10, i % 5];
    expect(value).toBe(recon[(trial * 12 + step) * 6 + channel]);
  });
  expect(await hideSamples(path, { fraction: 0.3, seed: 1 })).toEqual(hidden);
  expect(await hideSamples(path, { fraction: 0.3, seed: 2 })).not.toEqual(hidden);
});

test('refuses a file without samples', async () => {
  const path = join(dir, 'other.h5');
  await writeH5(path, new Map([['x', { shape: [1], data: new Float32Array(1) }]]));
  await expect(hideSamples(path, { fraction: 0.3, seed: 1 })).rejects.toMatchObject({
    code: 'LFADS_SBTT_NO_SAMPLES',
  });
});
