import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type H5Array, type H5Dataset, writeH5 } from '@lfads/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkEvents } from './check-events.js';
import { decodeFine } from './decode-fine.js';
import { prepare, type PrepareOptions } from './prepare.js';
import { simulateTwoPhoton } from './simulate.js';
import { phasesOf, stagger } from './stagger.js';

describe('staggered samples', () => {
  it('lie in the bins in which their cells are scanned, and are missing elsewhere', () => {
    const phases = phasesOf([0, 300, 511, 512], 512, 3);
    expect([...phases]).toEqual([0, 1, 2, 2]);
    const data = Float32Array.from({ length: 2 * 2 * 4 }, (_, i) => i);
    const { shape, data: bins } = stagger({ shape: [2, 2, 4], data }, phases, 3);
    expect(shape).toEqual([2, 6, 4]);
    const at = (trial: number, bin: number, cell: number) => bins[(trial * 6 + bin) * 4 + cell]!;
    expect([at(0, 0, 0), at(0, 1, 1), at(1, 5, 2)]).toEqual([0, 1, 14]);
    expect(bins.filter((value) => !Number.isNaN(value))).toHaveLength(data.length);
  });
});

describe('checks of events', () => {
  const check = (change: (data: Float32Array) => void, missing = false) => {
    const data = Float32Array.from({ length: 60 }, (_, i) => (i % 6 < 3 ? 0 : 1 + (i % 7)));
    change(data);
    const arrays = new Map<string, H5Array>([['train_encod_data', { shape: [2, 10, 3], data }]]);
    return checkEvents(arrays, { gammaLoc: 0.5, missing }).map(
      ({ level, where, problem }) => `${level} ${where} ${problem}`,
    );
  };

  it.each([
    ['nothing', () => {}, []],
    ['NaN', (d: Float32Array) => (d[34] = NaN), [/error .*trial 1, cell 1 values are NaN/]],
    [
      'small ones',
      (d: Float32Array) => (d[3] = 0.2),
      [/error .*trial 0, cell 0 .*gamma_loc = 0.5/],
    ],
    [
      'silence',
      (d: Float32Array) => d.forEach((_, i) => (d[i] = i % 3 === 2 ? 0 : d[i]!)),
      [/cell 2 no event/],
    ],
    [
      'traces',
      (d: Float32Array) => d.fill(0.7, 0, 60).forEach((_, i) => (d[i] = 1 + i)),
      [/more than 90 %/],
    ],
    ['saturation', (d: Float32Array) => d.forEach((x, i) => (d[i] = x > 3 ? 4 : x)), [/saturated/]],
  ] as [string, (d: Float32Array) => void, RegExp[]][])('find %s', (_, change, expected) => {
    const found = check(change);
    expect(found).toHaveLength(expected.length);
    expected.forEach((pattern, i) => expect(found[i]).toMatch(pattern));
  });

  it('let NaN stand for missing samples, but not for all of a cell', () => {
    expect(check((d) => (d[34] = NaN), true)).toEqual([]);
    const found = check((d) => d.forEach((_, i) => (d[i] = i % 3 === 1 ? NaN : d[i]!)), true);
    expect(found).toEqual([expect.stringMatching(/cell 1 no sample was taken/)]);
  });
});

describe('what is known in bins', () => {
  const bins = (trials: number): { shape: number[]; data: Float64Array } => ({
    shape: [trials, 12, 1],
    data: Float64Array.from({ length: trials * 12 }, (_, i) =>
      Math.sin((i % 12) / 4 + Math.floor(i / 12)),
    ),
  });
  it('is decoded from frames, at the time within them that suits', () => {
    const frames = (trials: number, offset: number) => ({
      shape: [trials, 4, 1],
      data: Float64Array.from(
        { length: trials * 4 },
        (_, i) => bins(trials).data[Math.floor(i / 4) * 12 + 3 * (i % 4) + offset]!,
      ),
    });
    const split = (trials: number) => ({ from: frames(trials, 1), to: bins(trials) });
    const { r2, offset } = decodeFine(split(8), split(5));
    expect(offset).toBe(1);
    expect(r2[0]).toBeGreaterThan(0.97);
    const fine = { from: bins(8), to: bins(8) };
    expect(decodeFine(fine, fine).r2[0]).toBeGreaterThan(0.999);
  });
});

describe('preparation', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lfads-calcium-'));
    const { datasets, attributes } = simulateTwoPhoton({
      ...{ seed: 0, trials: 10, frames: 40, cells: 6, frameRate: 30, binsPerFrame: 2 },
      ...{ meanRate: 3, lorenzSpeed: 2, decaySeconds: 0.3, noise: 0.05 },
    });
    await writeH5(join(folder, 'trials.h5'), datasets, attributes);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const options: PrepareOptions = {
    ...{ key: 'fluorescence', leastEvent: 0.1, decaySeconds: 0.3 },
    ...{ length: 10, overlap: 0, block: 100, validEvery: 5, binsPerFrame: 1 },
  };
  const get = (datasets: ReadonlyMap<string, H5Dataset>, key: string) => datasets.get(key)!;

  it('keeps trials whole, with what the file has for each, and scales events to a mean of about 1', async () => {
    const { datasets, report } = await prepare(join(folder, 'trials.h5'), options);
    expect(get(datasets, 'train_encod_data').shape).toEqual([8, 40, 6]);
    expect(get(datasets, 'valid_latents').shape).toEqual([2, 80, 3]);
    expect([...get(datasets, 'valid_trial_idx').data]).toEqual([4, 9]);
    expect(report).toHaveLength(6);
    const events = Array.from(get(datasets, 'train_encod_data').data as Float32Array);
    const sizes = events.filter((event) => event > 0);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(Math.fround(0.1));
    const mean = sizes.reduce((a, b) => a + b, 0) / sizes.length;
    expect(mean).toBeGreaterThan(0.9);
    expect(mean).toBeLessThan(1.5);
  });

  it('puts samples in bins by the rows of the cells', async () => {
    const fine = { ...options, binsPerFrame: 2, rowsKey: 'cell_rows', imageHeight: 512 };
    const { datasets, attributes } = await prepare(join(folder, 'trials.h5'), fine);
    const { shape, data } = get(datasets, 'train_recon_data');
    expect(shape).toEqual([8, 80, 6]);
    expect(Array.from(data as Float32Array).filter(Number.isNaN)).toHaveLength(data.length / 2);
    expect(attributes['bin_width_ms']).toBeCloseTo(1000 / 60, 6);
  });

  it.each([
    [{ key: 'missing' }, 'LFADS_CALCIUM_NO_TRACES'],
    [{ binsPerFrame: 2 }, 'LFADS_CALCIUM_ROWS'],
    [{ validEvery: 20 }, 'LFADS_CALCIUM_TOO_SHORT'],
  ])('refuses %j', async (change, code) => {
    const wrong = prepare(join(folder, 'trials.h5'), { ...options, ...change });
    await expect(wrong).rejects.toMatchObject({ code });
  });

  it('needs a frame rate where a decay is given in seconds', async () => {
    const data = new Float32Array(400);
    await writeH5(join(folder, 'bare.h5'), new Map([['fluorescence', { shape: [100, 4], data }]]));
    const wrong = prepare(join(folder, 'bare.h5'), options);
    await expect(wrong).rejects.toMatchObject({ code: 'LFADS_CALCIUM_FRAME_RATE' });
  });
});
