import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readH5, readH5Attributes, writeH5 } from '@lfads/data';
import { afterAll, describe, expect, test } from 'vitest';
import { jsonLines, workplace } from '../test-support/cli.js';

const place = workplace();
afterAll(() => place.remove());

const lfads = async (...argv: string[]) => {
  const { exitCode, out, err } = await place.lfads([...argv, '--json']);
  expect(exitCode, err).toBe(0);
  return jsonLines(out).at(-1)!;
};

/** Smaller and shorter than the default. */
const SMALL = [
  ...['model=calcium', 'datamodule.batch_size=40', 'posterior_sampling.fn.num_samples=5'],
  ...['gen_dim=48', 'ic_enc_dim=32', 'ci_enc_dim=32', 'con_dim=32', 'ic_dim=32'].map(
    (size) => `model.${size}`,
  ),
  ...['model.kl_increase_epoch=20', 'model.l2_increase_epoch=20', 'trainer.max_epochs=30'],
];

test('on simulated two-photon data, events where they were scanned tell more of the latents than events by frame', async () => {
  await lfads(
    ...['calcium', 'simulate', 'sim.h5', '--seed', '1'],
    ...['--trials', '200', '--frames', '20', '--cells', '60'],
  );
  const prepare = ['calcium', 'prepare', 'sim.h5'];
  const known = ['--key', 'fluorescence', '--decay-seconds', '0.3'];
  await lfads(...prepare, 'frames.h5', ...known);
  await lfads(
    ...[...prepare, 'bins.h5', ...known],
    ...['--bins-per-frame', '3', '--rows-key', 'cell_rows', '--image-height', '512'],
  );
  const decoded = async (file: string, ...more: string[]) => {
    const data = `datamodule.datafile_pattern=${place.path(file)}`;
    const { run_dir } = await lfads('train', ...SMALL, ...more, data);
    return Number((await lfads('calcium', 'decode', String(run_dir)))['mean_r2']);
  };
  const plain = await decoded('frames.h5');
  const radical = await decoded('bins.h5', '+augmentations=radical');
  expect(plain).toBeGreaterThan(0.4);
  expect(radical).toBeGreaterThan(plain + 0.05);
});

const zebrafish = fileURLToPath(
  new URL('../../../../../shared/data/zebrafish_tectum.h5', import.meta.url),
);
describe.skipIf(!existsSync(zebrafish))('zebrafish_tectum.h5 of ../shared/data', () => {
  test('goes from fluorescence to rates, and is explained better than by constant rates', async () => {
    const { cells, findings } = await lfads('calcium', 'prepare', zebrafish, 'events.h5');
    expect(cells).toHaveLength(114);
    expect(findings).toEqual([]);
    const arrays = await readH5(place.path('events.h5'));
    expect(arrays.get('train_encod_data')!.shape).toEqual([72, 60, 114]);
    const { gamma_loc: gammaLoc } = await readH5Attributes(place.path('events.h5'));
    const trained = await lfads(
      ...['train', ...SMALL, `datamodule.datafile_pattern=${place.path('events.h5')}`],
      ...['datamodule.batch_size=24', 'trainer.max_epochs=20'],
    );
    const metrics = trained['metrics'] as Record<string, number>;
    const [train, valid] = ['train', 'valid'].map((split) => arrays.get(`${split}_recon_data`)!);
    const constant = constantLoss(train!, valid!, Number(gammaLoc));
    expect(metrics['valid/recon']).toBeLessThan(constant);
    const [output] = trained['outputs'] as string[];
    const rates = (await readH5(output!)).get('valid_output_params')!;
    expect(rates.shape).toEqual([12, 60, 114]);
    expect(rates.data.every((rate) => rate >= 0)).toBe(true);
  });
});

/** Mean loss of the validation data by a zero-inflated exponential law for each cell, fitted on the training data. */
function constantLoss(
  train: { shape: readonly number[]; data: ArrayLike<number> },
  valid: { data: ArrayLike<number> },
  loc: number,
): number {
  const cells = train.shape[2]!;
  const laws = Array.from({ length: cells }, () => ({ events: 0, samples: 0, sum: 0 }));
  Array.from(train.data).forEach((value, i) => {
    const law = laws[i % cells]!;
    law.samples += 1;
    if (value > 0) law.events += 1;
    if (value > 0) law.sum += value - loc;
  });
  const losses = Array.from(valid.data, (value, i) => {
    const { events, samples, sum } = laws[i % cells]!;
    if (value === 0) return -Math.log(1 - events / samples);
    const mean = sum / events;
    return -Math.log(events / samples) + Math.log(mean) + (value - loc) / mean;
  });
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}

describe('what is wrong', () => {
  test('with fluorescence is named by frame and cell', async () => {
    const data = Float32Array.from({ length: 400 }, (_, i) => (i === 123 ? NaN : 1));
    await writeH5(place.path('broken.h5'), new Map([['f', { shape: [100, 4], data }]]));
    const prepare = ['calcium', 'prepare', 'broken.h5', 'x.h5'];
    const broken = await place.lfads([...prepare, '--key', 'f']);
    expect(broken.exitCode).toBe(2);
    expect(broken.err).toMatch(/LFADS_CALCIUM_BROKEN_TRACES[\s\S]*frame 30, cell 3/);
    const none = await place.lfads(prepare);
    expect(none.err).toMatch(/LFADS_CALCIUM_NO_TRACES[\s\S]*It has: f/);
  });

  test('with events is listed by trial and cell, and ends with 2', async () => {
    const data = new Float32Array(2 * 5 * 3).fill(0.5);
    [data[16], data[4], data[2]] = [-1, 0.01, 0];
    const arrays = ['train', 'valid'].flatMap((split) =>
      ['encod', 'recon'].map(
        (kind) => [`${split}_${kind}_data`, { shape: [2, 5, 3], data }] as const,
      ),
    );
    await writeH5(place.path('bad.h5'), new Map(arrays));
    const { exitCode, out, err } = await place.lfads([
      ...['calcium', 'check', 'bad.h5', '--gamma-loc', '0.1'],
    ]);
    expect(exitCode).toBe(2);
    expect(out).toContain('error: train_encod_data: trial 1, cell 1: events are negative');
    expect(out).toContain(
      'error: train_encod_data: trial 0, cell 1: events are not above gamma_loc',
    );
    expect(err).toContain('LFADS_CALCIUM_BAD_EVENTS');
  });
});
