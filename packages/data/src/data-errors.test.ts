import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LfadsError } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { BasicDataModule } from './basic-data-module.js';
import { checkSupport } from './check-support.js';
import { DATA_ERRORS } from './errors.js';
import { elementCount, type H5Dataset } from './h5/types.js';
import { writeH5 } from './h5/write.js';
import type { BasicDataModuleOptions } from './session/options.js';

const folder = mkdtempSync(join(tmpdir(), 'lfads-data-errors-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Shape = number[];
const counts = (shape: Shape): H5Dataset => ({
  shape,
  data: new Float32Array(elementCount(shape)).fill(1),
});
const withValue = (shape: Shape, index: number, value: number): H5Dataset => {
  const { data } = counts(shape);
  (data as Float32Array)[index] = value;
  return { shape, data };
};

/** 6 training and 3 validation trials of 4 steps and 2 channels, changed as asked (null: left out). */
const write = async (name: string, changes: Record<string, H5Dataset | null> = {}) => {
  const base: Record<string, H5Dataset | null> = {
    train_encod_data: counts([6, 4, 2]),
    train_recon_data: counts([6, 4, 2]),
    valid_encod_data: counts([3, 4, 2]),
    valid_recon_data: counts([3, 4, 2]),
    ...changes,
  };
  const path = join(folder, name);
  const kept = Object.entries(base).filter(
    (entry): entry is [string, H5Dataset] => entry[1] !== null,
  );
  await writeH5(path, new Map(kept));
  return path;
};

const fault = async (options: BasicDataModuleOptions): Promise<LfadsError> => {
  try {
    await new BasicDataModule({ batchSize: 6, ...options }).setup();
  } catch (error) {
    if (error instanceof LfadsError) return error;
    throw error;
  }
  throw new Error('no error was raised');
};

const faultOf = async (changes: Record<string, H5Dataset | null>, options = {}) =>
  fault({ datafilePattern: await write('faulty.h5', changes), ...options });

describe('one clear error for', () => {
  it('a pattern without files, with what the folder holds', async () => {
    await write('present.h5');
    const error = await fault({ datafilePattern: join(folder, 'absent*.h5') });
    expect(error.code).toBe('LFADS_DATA_NO_FILES');
    expect(error.message).toMatch(/absent\*\.h5.*present\.h5/s);
  });

  it('a pattern in a folder that is not there', async () => {
    const error = await fault({ datafilePattern: join(folder, 'nowhere/x.h5') });
    expect(error.message).toContain('There is no folder');
    expect(error.code).toBe('LFADS_DATA_NO_FILES');
  });

  it('a file that is not HDF5', async () => {
    const path = join(folder, 'text.h5');
    writeFileSync(path, 'trial,channel,count\n');
    const error = await fault({ datafilePattern: path });
    expect(error).toMatchObject({
      code: 'LFADS_DATA_NOT_HDF5',
      message: expect.stringContaining(path),
    });
  });

  it('two files of one name', async () => {
    const error = await fault({
      datafilePattern: [await write('twin.h5'), await write('deeper/twin.h5')],
    });
    expect(error).toMatchObject({
      code: 'LFADS_DATA_DUPLICATE_SESSION',
      message: expect.stringContaining('"twin"'),
    });
  });

  it.each([['train_recon_data'], ['valid_encod_data']])('a file without %s', async (key) => {
    const error = await faultOf({ [key]: null });
    expect(error).toMatchObject({ code: 'LFADS_DATA_MISSING_KEY' });
    expect(error.message).toContain(`"${key}"`);
    expect(error.message).toContain('train_encod_data');
  });

  it.each([['batchKeys'], ['attrKeys']])('%s that the file does not have', async (option) => {
    const error = await faultOf({}, { [option]: ['behavior'] });
    expect(error.code).toBe('LFADS_DATA_MISSING_KEY');
    expect(error.message).toContain('behavior');
  });

  it('text where numbers belong', async () => {
    const error = await faultOf({ train_encod_data: { shape: [2], data: ['a', 'b'] } });
    expect(error).toMatchObject({ code: 'LFADS_DATA_WRONG_TYPE' });
    expect(error.message).toContain('"train_encod_data" should hold numbers, but holds strings');
  });

  it('an array of the wrong rank', async () => {
    const error = await faultOf({ train_encod_data: counts([6, 8]) });
    expect(error).toMatchObject({ code: 'LFADS_DATA_WRONG_RANK' });
    expect(error.message).toContain('"train_encod_data" has 2 axes (6 x 8)');
  });

  it('no trials', async () => {
    const error = await faultOf({
      valid_encod_data: counts([0, 4, 2]),
      valid_recon_data: counts([0, 4, 2]),
    });
    expect(error).toMatchObject({ code: 'LFADS_DATA_NO_TRIALS' });
    expect(error.message).toContain('"valid_encod_data" has no trials (0 x 4 x 2)');
  });

  it.each<[string, Record<string, H5Dataset | null>, RegExp]>([
    [
      'channels of train and valid',
      { valid_encod_data: counts([3, 4, 3]) },
      /"train_encod_data" \(6 x 4 x 2\) and "valid_encod_data" \(3 x 4 x 3\) differ in channels \(axis 2\)/,
    ],
    [
      'time steps of train and valid',
      { valid_recon_data: counts([3, 5, 2]) },
      /"valid_recon_data" \(3 x 5 x 2\) differ in time steps \(axis 1\)/,
    ],
    [
      'trials of input and target',
      { train_recon_data: counts([5, 4, 2]) },
      /differ in trials \(axis 0\)/,
    ],
    [
      'time: the target is shorter than the input',
      { train_recon_data: counts([6, 3, 2]), valid_recon_data: counts([3, 3, 2]) },
      /"train_encod_data" \(6 x 4 x 2\) has more time steps \(axis 1\) than "train_recon_data" \(6 x 3 x 2\)/,
    ],
    [
      'truth and target',
      { train_truth: counts([6, 4, 1]) },
      /"train_truth" \(6 x 4 x 1\) must have the shape/,
    ],
    [
      'time of the external input',
      { train_ext_input: counts([6, 2, 1]) },
      /as many time steps \(axis 1\)/,
    ],
    [
      'external input in one split only',
      { train_ext_input: counts([6, 4, 1]) },
      /there is "train_ext_input", but no "valid_ext_input"/,
    ],
    ['channels of test and train', { test_encod_data: counts([2, 4, 9]) }, /"test_encod_data"/],
  ])('disagreement: %s', async (_, changes, message) => {
    const error = await faultOf(changes);
    expect(error.code).toBe('LFADS_DATA_SHAPE_MISMATCH');
    expect(error.message).toMatch(message);
    expect(error.message).toContain('faulty.h5');
  });

  it('NaN, with the place of the first one', async () => {
    const error = await faultOf({ valid_recon_data: withValue([3, 4, 2], 2 * 8 + 3 * 2 + 1, NaN) });
    expect(error.code).toBe('LFADS_DATA_NOT_FINITE');
    expect(error.message).toContain(
      '"valid_recon_data" holds NaN at trial 2, time step 3, channel 1',
    );
    expect(error.hint).toContain('allow_nan');
  });

  it('infinity, also where NaN is allowed', async () => {
    const changes = { train_encod_data: withValue([6, 4, 2], 0, -Infinity) };
    const error = await faultOf(changes, { allowNan: true });
    expect(error.message).toContain('an infinite value at trial 0, time step 0, channel 0');
  });

  it('a batch size that no session fills', async () => {
    const error = await faultOf({}, { batchSize: 64 });
    expect(error.code).toBe('LFADS_DATA_BATCH_SIZE');
    expect(error.message).toMatch(/batch_size is 64, but .*faulty\.h5 has only 6 training trials/);
    expect(error.hint).toContain('6 or less');
  });

  it('a batch size smaller than the number of sessions', async () => {
    const datafilePattern = [await write('one.h5'), await write('two.h5')];
    expect(await fault({ datafilePattern, batchSize: 1 })).toMatchObject({
      code: 'LFADS_DATA_BATCH_SIZE',
      message: expect.stringContaining('over 2 sessions'),
    });
  });

  it('an initial-condition segment longer than the data', async () => {
    expect((await faultOf({}, { dmIcEncSeqLen: 4 })).message).toMatch(
      /dm_ic_enc_seq_len is 4.*4 steps/,
    );
  });

  it('a conversion factor that is none', async () => {
    const error = await faultOf({ conversion_factor: { shape: [], data: new Float32Array([0]) } });
    expect(error.message).toContain('"conversion_factor" should be one positive number');
  });
});

it('NaN passes where it marks missing samples', async () => {
  const path = await write('missing.h5', { train_encod_data: withValue([6, 4, 2], 5, NaN) });
  const data = new BasicDataModule({ datafilePattern: path, batchSize: 6, allowNan: true });
  await data.setup();
  expect(data.trainBatchCount).toBe(1);
});

it('setup can be tried again after the file was mended', async () => {
  const path = await write('mended.h5', { train_recon_data: null });
  const data = new BasicDataModule({ datafilePattern: path, batchSize: 6 });
  await expect(data.setup()).rejects.toThrow('train_recon_data');
  await write('mended.h5');
  await data.setup();
  expect(data.sessions).toHaveLength(1);
});

describe('data outside what the likelihood is defined on', () => {
  const support = async (changes: Record<string, H5Dataset>, what: object) => {
    const data = new BasicDataModule({
      datafilePattern: await write('support.h5', changes),
      batchSize: 2,
      allowNan: true,
    });
    await data.setup();
    const before = tf.memory().numTensors;
    const outcome = await checkSupport(data, [what]).then(
      () => 'passes',
      (error: LfadsError) => `${error.code} ${error.message}`,
    );
    expect(tf.memory().numTensors).toBe(before);
    return outcome;
  };
  const poisson = { min: 0, integer: true };

  it('is found wherever it is: negative counts', async () => {
    const found = await support({ train_recon_data: withValue([6, 4, 2], 5 * 8 + 2, -1) }, poisson);
    expect(found).toMatch(
      /LFADS_DATA_SUPPORT.*"train_recon_data" holds -1 at trial 5, time step 1, channel 0/,
    );
    expect(found).toContain('whole numbers of at least 0');
  });

  it('is found: counts that are not whole', async () => {
    const found = await support({ valid_recon_data: withValue([3, 4, 2], 23, 0.5) }, poisson);
    expect(found).toContain('"valid_recon_data" holds 0.5 at trial 2, time step 3, channel 1');
  });

  it('is found: values above the largest', async () => {
    const found = await support({ valid_recon_data: withValue([3, 4, 2], 0, 3) }, { max: 2 });
    expect(found).toContain('numbers of at most 2');
  });

  it('passes when it is inside, and where it is missing', async () => {
    expect(await support({}, poisson)).toBe('passes');
    expect(await support({ train_recon_data: withValue([6, 4, 2], 3, NaN) }, poisson)).toBe(
      'passes',
    );
    expect(await support({ train_recon_data: withValue([6, 4, 2], 3, -0.5) }, {})).toBe('passes');
  });
});

it('the README lists every error code with its meaning, and no other', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| `(LFADS_DATA_\w+)` +\| (.*?) +\|$/gm)];
  expect(Object.fromEntries(rows.map(([, code, meaning]) => [code, meaning]))).toEqual(DATA_ERRORS);
});
