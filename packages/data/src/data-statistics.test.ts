import '@tensorflow/tfjs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, expect, test } from 'vitest';
import { BasicDataModule } from './basic-data-module.js';
import { dataStatistics } from './data-statistics.js';
import { writeH5 } from './h5/write.js';

const folder = mkdtempSync(join(tmpdir(), 'lfads-data-statistics-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('means and maxima are those of the training trials, without what is missing', async () => {
  const path = join(folder, 'session.h5');
  const train = { shape: [2, 2, 2], data: Float32Array.of(1, 0, 2, 0, NaN, 4, 6, 0) };
  const valid = { shape: [1, 2, 2], data: Float32Array.of(99, 99, 99, 99) };
  await writeH5(
    path,
    new Map([
      ['train_encod_data', train],
      ['train_recon_data', train],
      ['valid_encod_data', valid],
      ['valid_recon_data', valid],
    ]),
  );
  const dataModule = new BasicDataModule({ datafilePattern: path, allowNan: true, batchSize: 2 });
  await dataModule.setup();
  const before = tf.memory().numTensors;
  const statistics = dataStatistics(dataModule);
  const session = statistics.session(0);
  expect([...session.encodMeans]).toEqual([3, 1]);
  expect([...session.reconMeans]).toEqual([3, 1]);
  expect([...session.reconMaxima]).toEqual([6, 4]);
  expect(statistics.session(0)).toBe(session);
  expect(tf.memory().numTensors).toBe(before);
});
