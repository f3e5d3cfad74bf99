import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gammaln } from '@lfads/ops';
import { type H5Array, readH5 } from '@lfads/data';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLines, workplace } from '../test-support/cli.js';

const place = workplace();
afterAll(() => place.remove());

const session = (number: number) =>
  fileURLToPath(new URL(`../../../../../shared/data/emg_myo_12345-${number}.h5`, import.meta.url));

const lfads = async (...argv: string[]) => {
  const { exitCode, out, err } = await place.lfads([...argv, '--json']);
  expect(exitCode, err).toBe(0);
  return jsonLines(out).at(-1)!;
};

const SMALL = [
  ...['datamodule.batch_size=21', 'posterior_sampling.fn.num_samples=2', 'trainer.max_epochs=20'],
  ...['ic_enc_dim=24', 'ci_enc_dim=24', 'con_dim=24', 'ic_dim=24', 'gen_dim=32'].map(
    (size) => `model.${size}`,
  ),
];

/** Mean loss of the validation data by a gamma law for each channel, fitted on the training data by its moments. */
function constantLoss(train: H5Array, valid: H5Array): number {
  const channels = train.shape[2]!;
  const laws = Array.from({ length: channels }, (_, channel) => {
    const own = Array.from(train.data).filter((__, i) => i % channels === channel);
    const mean = own.reduce((a, b) => a + b, 0) / own.length;
    const variance = own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / own.length;
    const shape = mean ** 2 / variance;
    const lnGamma = tf.tidy(() => gammaln(tf.scalar(shape)).dataSync()[0]!);
    return { shape, rate: mean / variance, lnGamma };
  });
  const losses = Array.from(valid.data, (x, i) => {
    const { shape, rate, lnGamma } = laws[i % channels]!;
    return lnGamma - shape * Math.log(rate) - (shape - 1) * Math.log(x) + rate * x;
  });
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}

describe.skipIf(!existsSync(session(1)))('EMG of ../shared/data', () => {
  beforeAll(async () => {
    for (const number of [1, 2, 3]) {
      const { channels } = await lfads(
        ...['emg', 'prepare', session(number), `emg/session-${number}.h5`, '--key', 'raw_int8'],
        ...['--bin-ms', '20', '--high-pass', '20', '--notch', '50'],
      );
      expect(channels).toHaveLength(8);
    }
  });

  test('is explained better by model=emg than by constant laws', async () => {
    const file = place.path('emg', 'session-1.h5');
    const trained = await lfads(
      'train',
      'model=emg',
      ...SMALL,
      `datamodule.datafile_pattern=${file}`,
    );
    const arrays = await readH5(file);
    const floor = constantLoss(arrays.get('train_recon_data')!, arrays.get('valid_recon_data')!);
    expect((trained['metrics'] as Record<string, number>)['valid/recon']).toBeLessThan(floor - 0.2);
  });

  test('of three sessions is stitched, and trained as one model with a gamma likelihood', async () => {
    const files = [1, 2, 3].map((number) => place.path('emg', `session-${number}.h5`));
    const { sessions } = await lfads('stitch', ...files, '--components', '6', '--out', 'stitched');
    for (const { channels_explained } of sessions as { channels_explained: number }[]) {
      expect(channels_explained).toBeGreaterThan(0.9);
    }
    const trained = await lfads(
      ...['train', 'model=stitched_emg', ...SMALL],
      `datamodule.datafile_pattern='${place.path('stitched')}/*.h5'`,
    );
    expect(trained['outputs']).toHaveLength(3);
    const metrics = trained['metrics'] as Record<string, number>;
    const own = await Promise.all(files.map((file) => readH5(file)));
    own.forEach((arrays, s) => {
      const floor = constantLoss(arrays.get('train_recon_data')!, arrays.get('valid_recon_data')!);
      expect(metrics[`valid/recon/sess${s}`], `session ${s}`).toBeLessThan(floor - 0.1);
    });
  });
});
