import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadedBatch } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BasicDataModule } from './basic-data-module.js';
import { readH5 } from './h5/read.js';
import { elementCount, type H5Dataset } from './h5/types.js';
import { writeH5 } from './h5/write.js';

const folder = mkdtempSync(join(tmpdir(), 'lfads-data-module-'));
afterAll(() => rmSync(folder, { recursive: true }));

let tensors = 0;
beforeEach(() => void (tensors = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(tensors));

/** Arrays whose every value says which trial of the split it belongs to (plus `start`). */
const byTrial = (shape: number[], start = 0): H5Dataset => {
  const perTrial = elementCount(shape.slice(1));
  const data = new Int16Array(elementCount(shape));
  data.forEach((_, i) => (data[i] = start + Math.floor(i / perTrial)));
  return { shape, data };
};

const session = (train: number, valid: number, channels = 3, steps = 4): Map<string, H5Dataset> =>
  new Map([
    ['train_encod_data', byTrial([train, steps, channels])],
    ['train_recon_data', byTrial([train, steps, channels])],
    ['valid_encod_data', byTrial([valid, steps, channels], 1000)],
    ['valid_recon_data', byTrial([valid, steps, channels], 1000)],
  ]);

const write = async (name: string, datasets: Map<string, H5Dataset>) => {
  const path = join(folder, name);
  await writeH5(path, datasets);
  return path;
};

const open = async (
  datafilePattern: string | string[],
  options: Omit<ConstructorParameters<typeof BasicDataModule>[0], 'datafilePattern'> = {},
) => {
  const dataModule = new BasicDataModule({ datafilePattern, ...options });
  await dataModule.setup();
  return dataModule;
};

/** The trials of each batch, by session, as the first value of each says; disposes the tensors. */
const trialsOf = (batches: Iterable<LoadedBatch>, s = 0): number[][] =>
  [...batches].map(({ batch, extra }) => {
    const { encodData } = batch.get(s)!;
    const trials = [...encodData.dataSync()].filter(
      (_, i) => i % (encodData.size / encodData.shape[0]) === 0,
    );
    for (const each of batch.values()) tf.dispose({ ...each });
    for (const each of extra.values()) tf.dispose([...each]);
    return trials;
  });

const sorted = (values: number[]) => [...values].sort((a, b) => a - b);

describe('training batches', () => {
  it('hold every trial at most once an epoch and drop the incomplete batch', async () => {
    const data = await open(await write('train.h5', session(10, 4)), { batchSize: 4 });
    const batches = trialsOf(data.trainBatches(1, 0));
    expect(data.trainBatchCount).toBe(2);
    expect(batches.map((trials) => trials.length)).toEqual([4, 4]);
    expect(new Set(batches.flat()).size).toBe(8);
  });

  it('come in an order that seed and epoch alone decide', async () => {
    const data = await open(await write('order.h5', session(50, 4)), { batchSize: 50 });
    const order = (seed: number, epoch: number) => trialsOf(data.trainBatches(seed, epoch)).flat();
    expect(order(1, 3)).toEqual(order(1, 3));
    expect(order(1, 3)).not.toEqual(order(1, 4));
    expect(order(1, 3)).not.toEqual(order(2, 3));
    expect(sorted(order(1, 3))).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('put all of a trial together: encoder data, target, external input, truth and batch keys', async () => {
    const datasets = session(12, 4);
    for (const split of ['train', 'valid']) {
      const trials = split === 'train' ? 12 : 4;
      datasets.set(`${split}_ext_input`, byTrial([trials, 4, 2]));
      datasets.set(`${split}_truth`, byTrial([trials, 4, 3]));
      datasets.set(`${split}_cond_idx`, byTrial([trials]));
    }
    datasets.set('conversion_factor', { shape: [], data: new Float32Array([2]) });
    const data = await open(await write('together.h5', datasets), {
      batchSize: 5,
      batchKeys: ['cond_idx'],
    });
    for (const { batch, extra } of data.trainBatches(0, 0)) {
      const { encodData, reconData, extInput, truth } = batch.get(0)!;
      const [cond] = extra.get(0)!;
      const firsts = (tensor: tf.Tensor) =>
        [...tensor.dataSync()].filter((_, i) => i % (tensor.size / tensor.shape[0]!) === 0);
      expect(extInput!.shape).toEqual([5, 4, 2]);
      expect(cond!.shape).toEqual([5]);
      expect(firsts(reconData)).toEqual(firsts(encodData));
      expect(firsts(extInput!)).toEqual(firsts(encodData));
      expect(firsts(cond!)).toEqual(firsts(encodData));
      expect(firsts(truth!).map((value) => value * 2)).toEqual(firsts(encodData));
      tf.dispose([encodData, reconData, extInput!, truth!, cond!]);
    }
  });

  it('share the batch size between sessions, and a shorter session starts over in a new order', async () => {
    const paths = [
      await write('long.h5', session(9, 4)),
      await write('short.h5', session(4, 1, 5)),
    ];
    const data = await open(paths, { batchSize: 4 });
    expect(data.trainBatchCount).toBe(4);
    expect(trialsOf(data.trainBatches(0, 0), 0).map((trials) => trials.length)).toEqual([
      2, 2, 2, 2,
    ]);
    const short = trialsOf(data.trainBatches(0, 0), 1);
    expect(sorted(short.slice(0, 2).flat())).toEqual([0, 1, 2, 3]);
    expect(sorted(short.slice(2, 4).flat())).toEqual([0, 1, 2, 3]);
    const again = (epoch: number) => trialsOf(data.trainBatches(0, epoch), 1);
    const repeats = [0, 1, 2, 3].filter((epoch) => {
      const order = again(epoch);
      return `${order.slice(0, 2)}` === `${order.slice(2)}`;
    });
    expect(repeats.length).toBeLessThan(4);
  });
});

describe('a batch size of auto', () => {
  it('is 64, or as many as the smallest session allows', async () => {
    const sizes = async (paths: string[]) => {
      const data = await open(paths, { batchSize: 'auto' });
      return [data.trainBatchCount, trialsOf(data.trainBatches(0, 0))[0]!.length];
    };
    const large = await write('auto-large.h5', session(130, 2));
    const small = await write('auto-small.h5', session(5, 2));
    expect(await sizes([large])).toEqual([2, 64]);
    expect(await sizes([small])).toEqual([1, 5]);
    expect(await sizes([large, small])).toEqual([26, 5]);
  });
});

describe('validation batches', () => {
  it('hold all trials in file order', async () => {
    const data = await open(await write('valid.h5', session(10, 7)), { batchSize: 3 });
    expect(trialsOf(data.validBatches())).toEqual([[1000, 1001, 1002], [1003, 1004, 1005], [1006]]);
  });

  it('let a shorter session start over', async () => {
    const paths = [
      await write('valid-a.h5', session(9, 5)),
      await write('valid-b.h5', session(9, 3)),
    ];
    const data = await open(paths, { batchSize: 4 });
    expect(trialsOf(data.validBatches(), 0)).toEqual([[1000, 1001], [1002, 1003], [1004]]);
    expect(trialsOf(data.validBatches(), 1)).toEqual([[1000, 1001], [1002], [1000, 1001]]);
  });
});

describe('prediction batches', () => {
  it('hold every trial of a session once, in file order, with the whole batch size', async () => {
    const paths = [await write('p-a.h5', session(7, 4)), await write('p-b.h5', session(9, 3, 5))];
    const data = await open(paths, { batchSize: 4 });
    const firsts = [...data.predictBatches(1, 'train')].map((batch) => {
      const trials = [...batch.encodData.dataSync()].filter((_, i) => i % 20 === 0);
      tf.dispose({ ...batch });
      return trials;
    });
    expect(firsts).toEqual([[0, 1, 2, 3], [4, 5, 6, 7], [8]]);
  });

  it('of a test split without a target have an empty target', async () => {
    const datasets = session(7, 4).set('test_encod_data', byTrial([5, 4, 3], 2000));
    const data = await open(await write('test.h5', datasets), { batchSize: 4 });
    expect(data.sessions[0]!.trials).toEqual({ train: 7, valid: 4, test: 5 });
    const shapes = [...data.predictBatches(0, 'test')].map((batch) => {
      const { encodData, reconData } = batch;
      tf.dispose({ ...batch });
      return [encodData.shape, reconData.shape];
    });
    expect(shapes).toEqual([
      [
        [4, 4, 3],
        [4, 0, 0],
      ],
      [
        [1, 4, 3],
        [1, 0, 0],
      ],
    ]);
  });

  it('are none for a split that the file does not have', async () => {
    const data = await open(await write('no-test.h5', session(7, 4)), { batchSize: 4 });
    expect([...data.predictBatches(0, 'test')]).toEqual([]);
  });
});

describe('sizes', () => {
  it('are those of the file: targets may be longer and wider than the encoder data', async () => {
    const datasets = session(6, 2)
      .set('train_recon_data', byTrial([6, 5, 4]))
      .set('valid_recon_data', byTrial([2, 5, 4]));
    const path = await write('cosmooth.v2.h5', datasets);
    const data = await open(path, { batchSize: 2 });
    expect(data.sessions).toEqual([
      {
        name: 'cosmooth',
        path,
        encodSteps: 4,
        encodChannels: 3,
        reconSteps: 5,
        reconChannels: 4,
        extInputDim: 0,
        trials: { train: 6, valid: 2 },
      },
    ]);
  });

  it('leave the initial-condition segment out of external input and mask, and keep truth whole', async () => {
    const datasets = session(3, 2);
    const times = {
      shape: [3, 4, 1],
      data: new Float32Array([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]),
    };
    datasets.set('train_ext_input', times).set('valid_ext_input', byTrial([2, 4, 1]));
    datasets.set('train_truth', byTrial([3, 4, 3])).set('valid_truth', byTrial([2, 4, 3]));
    const data = await open(await write('segment.h5', datasets), {
      batchSize: 3,
      dmIcEncSeqLen: 1,
      svRate: 0.5,
    });
    const [batch] = [...data.predictBatches(0, 'train')];
    const { encodData, extInput, truth, svMask } = batch!;
    expect([...extInput!.dataSync()]).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
    expect(encodData.shape).toEqual([3, 4, 3]);
    expect(truth!.shape).toEqual([3, 4, 3]);
    expect(svMask!.shape).toEqual([3, 3, 3]);
    tf.dispose({ ...batch! });
  });
});

describe('the sample-validation mask', () => {
  it('hides about sv_rate of the samples, the same ones for the same seed', async () => {
    const path = await write('sv.h5', session(20, 20, 30, 40));
    const mask = async (svSeed: number, split: 'train' | 'valid') => {
      const data = await open(path, { batchSize: 20, svRate: 0.25, svSeed });
      const [batch] = [...data.predictBatches(0, split)];
      const values = Array.from(batch!.svMask!.dataSync());
      expect(batch!.svMask!.dtype).toBe('bool');
      tf.dispose({ ...batch! });
      return values;
    };
    const train = await mask(3, 'train');
    const shown = train.reduce((sum, value) => sum + value, 0) / train.length;
    const deviation = Math.sqrt((0.25 * 0.75) / train.length);
    expect(Math.abs(shown - 0.75)).toBeLessThan(5 * deviation);
    expect(await mask(3, 'train')).toEqual(train);
    expect(await mask(4, 'train')).not.toEqual(train);
    expect(await mask(3, 'valid')).not.toEqual(train);
  });

  it('shows the whole test split', async () => {
    const datasets = session(7, 4).set('test_encod_data', byTrial([5, 4, 3]));
    const data = await open(await write('sv-test.h5', datasets), { batchSize: 7, svRate: 0.5 });
    const [batch] = [...data.predictBatches(0, 'test')];
    expect(batch!.svMask!.dataSync().every((value) => value === 1)).toBe(true);
    tf.dispose({ ...batch! });
  });
});

describe('reshuffling', () => {
  const allTrials = (data: BasicDataModule, split: 'train' | 'valid') =>
    [...data.predictBatches(0, split)].flatMap((batch) => {
      const firsts = [...batch.encodData.dataSync()].filter((_, i) => i % 12 === 0);
      tf.dispose({ ...batch });
      return firsts;
    });

  it('splits all trials as numpy and scikit-learn do for the same seed', async () => {
    const path = await write('reshuffle.h5', session(8, 2));
    const data = await open(path, { batchSize: 8, reshuffleTvSeed: 0 });
    // numpy.random.RandomState(0).permutation(10) is 2 8 4 9 1 6 7 3 0 5; 8 and 9 are the valid trials
    expect(allTrials(data, 'valid')).toEqual([2, 1000]);
    expect(allTrials(data, 'train')).toEqual([4, 1001, 1, 6, 7, 3, 0, 5]);
  });

  it('takes the share of validation trials that it is given', async () => {
    const path = await write('ratio.h5', session(8, 2));
    const data = await open(path, { batchSize: 4, reshuffleTvSeed: 0, reshuffleTvRatio: 0.31 });
    expect(data.sessions[0]!.trials).toEqual({ train: 6, valid: 4 });
    expect(allTrials(data, 'valid')).toEqual([2, 1000, 4, 1001]);
  });

  it('is refused together with attr_keys', () => {
    expect(
      () =>
        new BasicDataModule({ datafilePattern: 'x.h5', reshuffleTvSeed: 1, attrKeys: ['psth'] }),
    ).toThrow(expect.objectContaining({ code: 'LFADS_DATA_OPTIONS' }));
  });
});

describe('attributes', () => {
  it('are given as they are in the file of each session', async () => {
    const psth = { shape: [2, 2], data: new Float64Array([1, 2, 3, 4]) };
    const data = await open(await write('attr.h5', session(4, 2).set('psth', psth)), {
      batchSize: 4,
      attrKeys: ['psth'],
    });
    expect(data.attribute(0, 'psth')).toEqual(psth);
    expect(data.attribute(0, 'other')).toBeUndefined();
  });

  it('has the alignment of sessions, asked for or not', async () => {
    const readinWeight = { shape: [2, 1], data: new Float64Array([1, 2]) };
    const readoutBias = { shape: [2], data: new Float64Array([3, 4]) };
    const file = session(4, 2).set('readin_weight', readinWeight).set('readout_bias', readoutBias);
    const data = await open(await write('aligned.h5', file), { batchSize: 4 });
    expect(data.attribute(0, 'readin_weight')).toEqual(readinWeight);
    expect(data.attribute(0, 'readout_bias')).toEqual(readoutBias);
  });
});

const shared = join(import.meta.dirname, '../../../../shared/data');

describe.skipIf(!existsSync(shared))('on the recordings in shared/data', () => {
  it('lorenz.h5: the batches hold the numbers of the file', async () => {
    const path = join(shared, 'lorenz.h5');
    const data = await open(path, { batchSize: 100 });
    const file = await readH5(path, ['valid_encod_data', 'valid_truth']);
    expect(data.sessions[0]!.trials).toEqual({ train: 1040, valid: 260 });
    let offset = 0;
    for (const { batch } of data.validBatches()) {
      const { encodData, truth } = batch.get(0)!;
      const end = offset + encodData.size;
      expect(encodData.dataSync()).toEqual(file.get('valid_encod_data')!.data.slice(offset, end));
      expect(truth!.dataSync()).toEqual(file.get('valid_truth')!.data.slice(offset, end));
      tf.dispose({ ...batch.get(0)! });
      offset = end;
    }
    expect(offset).toBe(260 * 100 * 30);
  });

  it('emg_myo: five sessions by a pattern, one batch of them all', async () => {
    const data = await open(join(shared, 'emg_myo_*.h5'), { batchSize: 60 });
    expect(data.sessions.map(({ name }) => name)).toEqual([
      'emg_myo_12345-1',
      'emg_myo_12345-2',
      'emg_myo_12345-3',
      'emg_myo_69069-1',
      'emg_myo_69069-2',
    ]);
    const sizes = [...data.trainBatches(0, 0)].map(({ batch }) => {
      const shapes = [...batch.values()].map(({ encodData }) => encodData.shape.join('x'));
      for (const each of batch.values()) tf.dispose({ ...each });
      return shapes;
    });
    expect(sizes).toEqual(
      Array.from({ length: 5 }, () => Array.from({ length: 5 }, () => '12x200x8')),
    );
  });

  it('macaque_grasp_cosmooth.h5: held-out channels and steps are in the target only', async () => {
    const data = await open(join(shared, 'macaque_grasp_cosmooth.h5'), {
      batchSize: 64,
      batchKeys: ['cond_idx'],
    });
    expect(data.sessions[0]).toMatchObject({
      encodSteps: 130,
      encodChannels: 70,
      reconSteps: 150,
      reconChannels: 93,
    });
  });
});
