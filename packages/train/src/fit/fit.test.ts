import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Callback } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { EarlyStoppingWithBurnInPeriod } from '../callbacks/early-stopping.js';
import { LearningRateMonitor } from '../callbacks/learning-rate-monitor.js';
import { ModelCheckpoint } from '../callbacks/model-checkpoint.js';
import { loadCheckpoint } from '../checkpoints/checkpoint.js';
import { CsvLogger } from '../loggers/csv-logger.js';
import { brokenData } from '../test-support/broken-data.js';
import { smallModel } from '../test-support/small-model.js';
import type { FitOptions } from './run.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { parameterBytes, train as trainSmall } from '../test-support/train.js';

const callbacks = (): Record<string, Callback> => ({
  model_checkpoint: new ModelCheckpoint({
    monitor: 'valid/recon_smth',
    mode: 'min',
    saveTopK: 1,
    saveLast: true,
    everyNEpochs: 1,
  }),
  early_stopping: new EarlyStoppingWithBurnInPeriod({
    monitor: 'valid/recon_smth',
    mode: 'min',
    patience: 100,
    minDelta: 0,
    burnInPeriod: 0,
    checkFinite: true,
  }),
  learning_rate_monitor: new LearningRateMonitor(),
});

const train = (dir: string, maxEpochs: number, options: Partial<FitOptions> = {}) =>
  trainSmall(
    dir,
    { maxEpochs },
    { callbacks: callbacks(), loggers: { csv_logger: new CsvLogger('') }, ...options },
  );

/** Stops a run when `batches` training batches have been done, and resumes it. */
async function trainWithStop(dir: string, maxEpochs: number, batches: number) {
  const stop = new AbortController();
  let seen = 0;
  const first = await train(dir, maxEpochs, {
    signal: stop.signal,
    onProgress: ({ kind }) => void (kind === 'batch' && ++seen === batches && stop.abort()),
  });
  expect(first.result.interrupted).toBe(true);
  expect(first.result.globalStep).toBe(batches);
  const resume = await loadCheckpoint(join(dir, 'checkpoints', 'last.json'));
  const model = smallModel();
  model.build(99);
  return train(dir, maxEpochs, { resume, model });
}

let dir: string;
beforeEach(async () => {
  dir = await temporaryFolder();
});

describe('a training', () => {
  it.each([
    ['between two epochs', 6],
    ['in the middle of an epoch', 4],
    ['after its first batch', 1],
  ])(
    'that was stopped %s and resumed ends with the same parameters, bit for bit',
    async (_, batches) => {
      const whole = await train(await temporaryFolder(), 3);
      const stopped = await trainWithStop(dir, 3, batches);
      expect(parameterBytes(stopped.model)).toEqual(parameterBytes(whole.model));
      expect(stopped.result.metrics).toEqual(whole.result.metrics);
      expect(stopped.result.globalStep).toBe(whole.result.globalStep);
    },
  );

  it("writes the reference's metrics, one row per epoch, and the best and last checkpoints", async () => {
    const { result } = await train(dir, 2);
    expect(result).toMatchObject({ epochs: 2, globalStep: 6, interrupted: false });
    expect(result.reason).toBe('max_epochs (2) reached');
    const rows = (await readFile(join(dir, 'metrics.csv'), 'utf8')).trim().split('\n');
    expect(rows).toHaveLength(3);
    const both = [
      'loss',
      'recon',
      'recon/sess0',
      'bps',
      'co_bps',
      'fp_bps',
      'r2',
      'wt_l2',
      'wt_l2/ramp',
    ];
    const kl = ['wt_kl', 'wt_kl/ic', 'wt_kl/co', 'wt_kl/ramp'];
    const hp = [
      'lr_init',
      'dropout_rate',
      'l2_ic_enc_scale',
      'l2_ci_enc_scale',
      'l2_gen_scale',
    ].concat(['l2_con_scale', 'kl_co_scale', 'kl_ic_scale', 'weight_decay', 'cd_rate']);
    const expected = [
      'epoch',
      'step',
      ...[...both, ...kl].flatMap((name) => [`train/${name}`, `valid/${name}`]),
      ...hp.map((name) => `hp/${name}`),
      ...['valid/recon_smth', 'hp_metric', 'cur_epoch', 'lr-AdamW'],
    ];
    expect(rows[0]!.split(',').sort()).toEqual(expected.sort());
    expect(
      (await readdir(join(dir, 'checkpoints'))).filter((file) => file.endsWith('.json')),
    ).toEqual(['best.json', 'last.json']);
  });

  it('gives other parameters for another seed, and the same for the same', async () => {
    const [a, b, c] = [await train(dir, 1), await train(dir, 1), await train(dir, 1, { seed: 6 })];
    expect(parameterBytes(b.model)).toEqual(parameterBytes(a.model));
    expect(parameterBytes(c.model)).not.toEqual(parameterBytes(a.model));
  });

  it('leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    const { model } = await train(dir, 1);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('ends after the epoch in which a callback asks for it', async () => {
    const stopper: Callback = {
      onEpochEnd: (state) => {
        if (state.epoch === 1) state.stop('enough');
      },
    };
    const { result } = await train(dir, 9, { callbacks: { stopper } });
    expect(result).toMatchObject({ epochs: 2, reason: 'enough', interrupted: false });
  });

  it('does not begin when a callback asks to stop at its start', async () => {
    const stopper: Callback = { onTrainStart: (state) => state.stop('not like this') };
    const { result } = await train(dir, 9, { callbacks: { stopper } });
    expect(result).toMatchObject({ epochs: 0, reason: 'not like this', interrupted: false });
  });

  it.each([
    ['the epoch before', callbacks(), { epoch: 1, batchInEpoch: 0, globalStep: 3 }],
    [
      'the batch before, where no callback saved one',
      {},
      { epoch: 1, batchInEpoch: 1, globalStep: 4 },
    ],
  ])('keeps the checkpoint of %s when a loss is not finite', async (_, callbacks, expected) => {
    await expect(
      train(dir, 3, { dataModule: brokenData({ split: 'train', epoch: 1, batch: 1 }), callbacks }),
    ).rejects.toMatchObject({
      code: 'LFADS_TRAIN_NON_FINITE',
      message: expect.stringContaining('(recon) of session 0 is NaN in epoch 1, batch 1'),
    });
    const { state } = await loadCheckpoint(join(dir, 'checkpoints', 'last.json'));
    expect(state).toMatchObject(expected);
  });

  it('refuses to resume from the checkpoint of another model, listing every mismatch', async () => {
    await train(dir, 1);
    const resume = await loadCheckpoint(join(dir, 'checkpoints', 'last.json'));
    const model = smallModel({ gen_dim: 9 });
    await expect(train(dir, 2, { resume, model })).rejects.toThrow(
      /decoder\.ic_to_g0\.weight: \[8, 4\][\s\S]*gen_cell\.weight_hh: \[24, 8\]/,
    );
  });
});
