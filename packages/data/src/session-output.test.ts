import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OUTPUT_NAMES } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { BasicDataModule } from './basic-data-module.js';
import { readH5, readH5Attributes } from './h5/read.js';
import type { H5Array, H5Dataset } from './h5/types.js';
import { writeH5 } from './h5/write.js';
import { sessionOutputPath, writeSessionOutput } from './session-output.js';

const folder = mkdtempSync(join(tmpdir(), 'lfads-output-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ramp = (shape: number[], start = 0): H5Array => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => start + i),
});

const source = join(folder, 'monkey.v1.h5');
const input = new Map<string, H5Dataset>([
  ['train_encod_data', { shape: [8, 1, 2], data: new Uint8Array(16).map((_, i) => i) }],
  ['train_recon_data', { shape: [8, 1, 2], data: new Uint8Array(16).map((_, i) => i) }],
  ['valid_encod_data', { shape: [2, 1, 2], data: new Uint8Array(4).map((_, i) => 100 + i) }],
  ['valid_recon_data', { shape: [2, 1, 2], data: new Uint8Array(4).map((_, i) => 100 + i) }],
  ['train_id', { shape: [8], data: new BigInt64Array(8).map((_, i) => BigInt(i)) }],
  ['valid_id', { shape: [2], data: new BigInt64Array([100n, 101n]) }],
  ['train_name', { shape: [8], data: [...'abcdefgh'] }],
  ['valid_name', { shape: [2], data: ['y', 'z'] }],
  ['unit_id', { shape: [2], data: new Int32Array([5, 6]) }],
]);

it('an output file is called after the session', () => {
  expect(sessionOutputPath('runs/a/lfads_output.h5', 'monkey')).toBe(
    join('runs', 'a', 'lfads_output_monkey.h5'),
  );
});

describe('the output file', () => {
  it('holds the input as it was and every output of every split', async () => {
    await writeH5(source, input, { bin_width_ms: 10 });
    const target = join(folder, 'out', 'lfads_output_monkey.h5');
    const outputs = (trials: number, start: number) =>
      Object.fromEntries(OUTPUT_NAMES.map(([name], i) => [name, ramp([trials, 3], start + i)]));
    await writeSessionOutput({
      source,
      target,
      splits: { train: outputs(8, 0), valid: outputs(2, 50), test: outputs(4, 90) },
    });
    const written = await readH5(target);
    for (const key of ['train_encod_data', 'valid_recon_data', 'unit_id']) {
      expect(written.get(key)).toEqual(input.get(key));
    }
    expect(await readH5Attributes(target)).toEqual({ bin_width_ms: 10 });
    for (const [i, [name]] of OUTPUT_NAMES.entries()) {
      expect(written.get(`train_${name}`)).toEqual(ramp([8, 3], i));
      expect(written.get(`valid_${name}`)).toEqual(ramp([2, 3], 50 + i));
      expect(written.get(`test_${name}`)).toEqual(ramp([4, 3], 90 + i));
    }
  });

  it('holds empty outputs too: a model without controller has co_means of no channels', async () => {
    await writeH5(source, input);
    const target = join(folder, 'empty.h5');
    await writeSessionOutput({ source, target, splits: { train: { co_means: ramp([8, 1, 0]) } } });
    expect((await readH5(target)).get('train_co_means')!.shape).toEqual([8, 1, 0]);
  });

  it('compresses the outputs on request, with the same numbers', async () => {
    await writeH5(source, input);
    const target = join(folder, 'compressed.h5');
    const factors = ramp([8, 50, 4]);
    await writeSessionOutput({ source, target, splits: { train: { factors } }, compression: 4 });
    expect((await readH5(target)).get('train_factors')).toEqual(factors);
  });

  it('holds the trials that the reshuffled data module gives, under every key', async () => {
    await writeH5(source, input, { bin_width_ms: 10 });
    const target = join(folder, 'reshuffled.h5');
    const data = new BasicDataModule({
      datafilePattern: source,
      batchSize: 6,
      reshuffleTvSeed: 3,
      reshuffleTvRatio: 0.4,
    });
    await data.setup();
    const { reshuffle } = data.sessions[0]!;
    await writeSessionOutput({
      source,
      target,
      splits: { valid: { factors: ramp([4, 1]) } },
      ...(reshuffle && { reshuffle }),
    });
    const written = await readH5(target);
    for (const split of ['train', 'valid'] as const) {
      const [batch] = [...data.predictBatches(0, split)];
      const mine = Array.from(written.get(`${split}_encod_data`)!.data);
      expect(mine).toEqual([...batch!.encodData.dataSync()]);
      const ids = Array.from(written.get(`${split}_id`)!.data);
      expect(mine.filter((_, i) => i % 2 === 0)).toEqual(
        ids.map((id) => (id < 100 ? 2 * id : 100 + 2 * (id - 100))),
      );
      tf.dispose({ ...batch! });
    }
    expect(written.get('train_encod_data')!.shape).toEqual([6, 1, 2]);
    expect(written.get('train_encod_data')!.data).toBeInstanceOf(Uint8Array);
    expect(await readH5Attributes(target)).toEqual({ bin_width_ms: 10 });
  });

  it('cannot be reshuffled when an array has training trials only', async () => {
    await writeH5(source, new Map([...input].filter(([key]) => key !== 'valid_id')));
    const target = join(folder, 'half.h5');
    await expect(
      writeSessionOutput({ source, target, reshuffle: { seed: 0 }, splits: {} }),
    ).rejects.toMatchObject({ code: 'LFADS_DATA_MISSING_KEY' });
    expect(existsSync(target)).toBe(false);
  });
});
