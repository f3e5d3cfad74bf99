import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readH5, writeH5 } from '@lfads/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelEnvelopes } from './channel-envelopes.js';
import { prepare, type PrepareOptions } from './prepare.js';

const PLAIN: PrepareOptions = {
  ...{ key: 'raw', binMs: 20, notches: [], clipQuantile: 1, scaleQuantile: 0.99, offset: 0.001 },
  ...{ length: 20, overlap: 0, block: 100, validEvery: 5 },
};

const myo = [1, 2, 3].map((session) =>
  fileURLToPath(new URL(`../../../../shared/data/emg_myo_12345-${session}.h5`, import.meta.url)),
);

describe.skipIf(!existsSync(myo[0]!))('the raw EMG of ../shared/data', () => {
  it.each(myo)('gives its envelopes, up to the scale of the whole session: %s', async (path) => {
    const found = await prepare(path, { ...PLAIN, key: 'raw_int8' });
    const given = await readH5(path);
    const scales = found.datasets.get('channel_scale')!.data as Float32Array;
    const wholeScales = given.get('channel_scale')!.data;
    for (const key of ['train_encod_data', 'train_recon_data', 'valid_encod_data']) {
      const { shape, data } = found.datasets.get(key)!;
      const expected = given.get(key)!;
      expect(shape).toEqual(expected.shape);
      (data as Float32Array).forEach((value, i) => {
        const raw = (value - 0.001) * scales[i % 8]!;
        const given = (expected.data[i]! - 0.001) * wholeScales[i % 8]!;
        expect(Math.abs(raw - given)).toBeLessThan(1e-3 + 1e-5 * given);
      });
    }
    expect(found.datasets.get('valid_cond_idx')).toEqual(given.get('valid_cond_idx'));
    expect(found.datasets.get('train_behavior')).toEqual(given.get('train_behavior'));
  });
});

describe('a channel', () => {
  const signal = (amplitude: (t: number) => number) =>
    Float64Array.from({ length: 4000 }, (_, t) => amplitude(t) * Math.sin(1.3 * t));
  const options = { ...PLAIN, rate: 1000, samplesPerBin: 10 };

  it('loses drift below the high-pass filter, and keeps its envelope', () => {
    const clean = signal((t) => (t < 2000 ? 1 : 3));
    const drifting = clean.map((value, t) => value + 20 * Math.sin(t / 500));
    const envelope = (raw: Float64Array, highPass?: number) =>
      channelEnvelopes([raw], 0, { ...options, highPass }).bins[0]!;
    const [wanted, mended, spoilt] = [
      envelope(clean),
      envelope(drifting, 65),
      envelope(drifting),
    ] as [Float32Array, Float32Array, Float32Array];
    const ratio = (bins: Float32Array) => bins[300]! / bins[100]!;
    expect(ratio(mended)).toBeCloseTo(ratio(wanted), 1);
    expect(Math.abs(ratio(spoilt) - ratio(wanted))).toBeGreaterThan(0.5);
  });

  it('is clipped and scaled by its own quantiles', () => {
    const spiky = signal(() => 1).map((value, t) => (t % 1000 === 7 ? 500 : value));
    const { bins, report } = channelEnvelopes([spiky], 2, { ...options, clipQuantile: 0.99 });
    expect(Math.max(...bins[0]!)).toBeLessThan(1.2);
    expect(report).toMatchObject({ channel: 2, clip: expect.closeTo(1, 1) as number });
    expect(report.clipped).toBeGreaterThan(0.0009);
    expect(Math.min(...bins[0]!)).toBeGreaterThanOrEqual(0.001);
  });

  it('is named when it is dead or saturated', () => {
    const dead = channelEnvelopes([new Float64Array(400)], 0, options);
    expect(dead.report.problem).toBe('dead');
    expect([...dead.bins[0]!].every((value) => value === Math.fround(0.001))).toBe(true);
    const cut = signal(() => 3).map((value) => Math.max(-1, Math.min(1, value)));
    expect(channelEnvelopes([cut], 0, options).report.problem).toBe('saturated');
  });
});

describe('files', () => {
  let folder: string;
  const write = (name: string, shape: number[], value: (i: number) => number, rate = 500) =>
    writeH5(
      join(folder, name),
      new Map([
        [
          'raw',
          {
            shape,
            data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => value(i)),
          },
        ],
      ]),
      { raw_rate_hz: rate },
    );
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lfads-emg-'));
    await write('long.h5', [5000, 2], (i) => Math.sin(i));
    await write('trials.h5', [10, 100, 2], (i) => Math.sin(i));
    await write('broken.h5', [10, 100, 2], (i) => (i === 333 ? NaN : 1));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const made = (name: string, change: Partial<PrepareOptions> = {}) =>
    prepare(join(folder, name), { ...PLAIN, ...change });

  it('of one recording are cut into windows, of trials keep them', async () => {
    const long = await made('long.h5', { block: 100 });
    expect(long.datasets.get('train_encod_data')!.shape).toEqual([20, 20, 2]);
    expect([...long.datasets.get('valid_start_bin')!.data]).toEqual([400, 420, 440, 460, 480]);
    const trials = await made('trials.h5');
    expect(trials.datasets.get('train_encod_data')!.shape).toEqual([8, 10, 2]);
    expect(trials.attributes).toMatchObject({ bin_width_ms: 20, raw_rate_hz: 500 });
  });

  it.each([
    ['trials.h5', { key: 'emg' }, 'LFADS_EMG_NO_RAW', /It has: raw/],
    ['broken.h5', {}, 'LFADS_EMG_BROKEN_RAW', /trial 1, sample 66, channel 1/],
    ['trials.h5', { binMs: 3 }, 'LFADS_EMG_RATE', /1.5 samples/],
    ['trials.h5', { highPass: 300 }, 'LFADS_EMG_FREQUENCY', /300 Hz/],
    ['trials.h5', { validEvery: 50 }, 'LFADS_EMG_TOO_SHORT', /validation/],
  ])('of %s with %j are refused', async (name, change, code, message) => {
    await expect(made(name, change)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });
});
