import { join } from 'node:path';
import { BasicDataModule, readH5, simulateLorenz, writeH5 } from '@lfads/data';
import { OUTPUT_NAMES } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { smallModel } from '../test-support/small-model.js';
import { CHANNELS } from '../test-support/small-data.js';
import { runPosteriorSampling } from './posterior-sampling.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';

const STEPS = 5;
let dir: string;
let dataModule: BasicDataModule;
beforeAll(async () => {
  dir = await temporaryFolder();
  const { datasets, attributes } = simulateLorenz({
    conditions: 4,
    trials: 5,
    steps: STEPS,
    neurons: CHANNELS,
  });
  await writeH5(join(dir, 'lorenz.h5'), datasets, attributes);
  dataModule = new BasicDataModule({ datafilePattern: join(dir, 'lorenz.h5'), batchSize: 6 });
  await dataModule.setup();
});

const modelOfData = (variational = true) => {
  const model = smallModel({ encod_data_dim: CHANNELS, encod_seq_len: STEPS, variational });
  model.build(1, dataModule.sessions);
  return model;
};

describe('posterior sampling', () => {
  it("writes the input and every output of every trial, under lfads-torch's names and shapes", async () => {
    const before = tf.memory().numTensors;
    const model = modelOfData();
    const progress: string[] = [];
    const [path] = await runPosteriorSampling({
      model,
      dataModule,
      paths: { dir },
      numSamples: 3,
      onProgress: ({ split, done, trials }) => progress.push(`${split} ${done}/${trials}`),
    });
    expect(path).toBe(join(dir, 'lfads_output_lorenz.h5'));
    expect(progress).toEqual(['train 6/16', 'train 12/16', 'train 16/16', 'valid 4/4']);
    const output = await readH5(path!);
    expect(output.get('train_encod_data')!.shape).toEqual([16, STEPS, CHANNELS]);
    const sizes = [
      [STEPS, CHANNELS],
      [STEPS, 4],
      [4],
      [4],
      [STEPS, 2],
      [STEPS, 2],
      [STEPS, 8],
      [8],
      [STEPS, 2],
      [STEPS, 4],
    ];
    OUTPUT_NAMES.forEach(([name], i) => {
      expect(output.get(`train_${name}`)?.shape, name).toEqual([16, ...sizes[i]!]);
      expect(output.get(`valid_${name}`)?.shape, name).toEqual([4, ...sizes[i]!]);
    });
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives the same file for the same seed', async () => {
    const model = modelOfData();
    const sample = async (seed: number, filename: string) => {
      const options = { model, dataModule, paths: { dir }, numSamples: 2, seed, filename };
      const [path] = await runPosteriorSampling(options);
      return (await readH5(path!)).get('valid_output_params')!.data;
    };
    const first = await sample(0, 'a.h5');
    expect(await sample(0, 'b.h5')).toEqual(first);
    expect(await sample(1, 'c.h5')).not.toEqual(first);
  });

  it('samples the asked-for trials alone', async () => {
    const model = modelOfData();
    const options = { model, dataModule, paths: { dir }, numSamples: 1, filename: 'valid.h5' };
    const [path] = await runPosteriorSampling({ ...options, splits: ['valid'] });
    const output = await readH5(path!);
    expect(output.has('valid_factors')).toBe(true);
    expect(output.has('train_factors')).toBe(false);
  });

  it('takes one pass through a model without variational posteriors', async () => {
    const model = modelOfData(false);
    let passes = 0;
    const predict = model.predict.bind(model);
    model.predict = (...args) => (passes++, predict(...args));
    await runPosteriorSampling({ model, dataModule, paths: { dir }, filename: 'once.h5' });
    expect(passes).toBe(4);
  });

  it('ends at the signal', async () => {
    const options = {
      model: modelOfData(),
      dataModule,
      paths: { dir },
      signal: AbortSignal.abort(),
    };
    await expect(runPosteriorSampling(options)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
