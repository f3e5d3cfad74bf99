import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Callback, DataModule, Lfads } from '@lfads/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { EarlyStoppingWithBurnInPeriod } from '../callbacks/early-stopping.js';
import { loadCheckpoint } from '../checkpoints/checkpoint.js';
import { brokenData, type Place } from '../test-support/broken-data.js';
import { smallModel } from '../test-support/small-model.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { parameterBytes, train } from '../test-support/train.js';
import type { TrainerOptions } from './fit.js';
import type { FitOptions } from './run.js';

let dir: string;
beforeEach(async () => {
  dir = await temporaryFolder();
});

const last = () => loadCheckpoint(join(dir, 'checkpoints/last.json'));
const finite = (model: Lfads) =>
  [...model.parameters.snapshot().values()].every(({ values }) => values.every(Number.isFinite));

/** Data that breaks the first `times` tries of one batch. */
function brokenAtFirst(place: Place, times: number): DataModule {
  const [broken, sound] = [brokenData(place), brokenData({ ...place, batch: -1 })];
  const { trainBatches } = broken;
  let tries = 0;
  broken.trainBatches = (seed, epoch) =>
    epoch === place.epoch && tries++ >= times
      ? sound.trainBatches(seed, epoch)
      : trainBatches(seed, epoch);
  return broken;
}

/** Stops a run after so many batches, and goes on with another model from what it has saved. */
async function trainWithStop(
  batches: number,
  trainer: Partial<TrainerOptions>,
  options: () => Partial<FitOptions>,
) {
  const stop = new AbortController();
  let seen = 0;
  const first = await train(dir, trainer, {
    ...options(),
    signal: stop.signal,
    onProgress: ({ kind }) => void (kind === 'batch' && ++seen === batches && stop.abort()),
  });
  expect(first.result.interrupted).toBe(true);
  const model = smallModel();
  model.build(99);
  const second = await train(dir, trainer, { ...options(), resume: await last(), model });
  return { ...second, warnings: [...first.warnings, ...second.warnings] };
}

describe('a run that stops at what is not finite', () => {
  it('names term, session, trials, channels, epoch and batch', async () => {
    const dataModule = brokenData({ split: 'train', epoch: 1, batch: 2, session: 1 }, 2);
    await expect(train(dir, {}, { dataModule, model: smallModel({}, 2) })).rejects.toMatchObject({
      code: 'LFADS_TRAIN_NON_FINITE',
      message:
        'Training cannot go on: the reconstruction loss (recon) of session 1 is NaN in epoch 1, batch 2; ' +
        'its reconData of session 1 holds 1 value that is not finite (trial 1; channel 2).',
    });
  });

  it('names the term and the batch when it is the validation that fails', async () => {
    const dataModule = brokenData({ split: 'valid', batch: 0 });
    await expect(train(dir, {}, { dataModule })).rejects.toThrow(
      'the reconstruction loss (recon) of session 0 is NaN in epoch 0, validation batch 0; ' +
        'its reconData of session 0 holds',
    );
    expect((await last()).state).toMatchObject({ epoch: 0, batchInEpoch: 3 });
  });

  it('names the KL that a prior makes infinite, as a prior of a plugin may', async () => {
    const model = smallModel();
    const { icPrior } = model.parts;
    const kl = icPrior.kl.bind(icPrior);
    icPrior.kl = (...args) => kl(...args).mul(Infinity);
    await expect(train(dir, {}, { model })).rejects.toThrow(
      "the KL of the initial condition's posterior (ic KL) is Infinity in epoch 0, batch 0.",
    );
  });
});

describe('a run that skips what is not finite', () => {
  const skip = { onNonFinite: 'skip', maxEpochs: 3 } as const;
  const place = { split: 'train', epoch: 1, batch: 1, value: Infinity } as const;

  it('leaves out the batch, saying where and what, and trains on', async () => {
    const { result, warnings, model } = await train(dir, skip, { dataModule: brokenData(place) });
    expect(result).toMatchObject({ epochs: 3, globalStep: 9 });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^A batch is skipped: .*\(recon\) of session 0 is .* in epoch 1, batch 1; its reconData .*trial 1; channel 2\)\.$/,
      ),
    ]);
    expect(finite(model)).toBe(true);
    expect((await last()).state.nonFinite).toBe(0);
  });

  it('has parameters and optimiser as before the batch', async () => {
    const end = { ...skip, maxEpochs: 2 };
    const stop = new AbortController();
    const states: string[][][] = [];
    const model = smallModel();
    await train(dir, end, {
      dataModule: brokenData({ ...place, epoch: 0, batch: 2 }),
      model,
      signal: stop.signal,
      onProgress: (progress) => {
        if (progress.kind === 'batch') states.push(parameterBytes(model));
        else stop.abort();
      },
    });
    expect(states).toHaveLength(2);
    expect(parameterBytes(model)).toEqual(states[1]);
    const { state } = await last();
    expect(new Set(Object.values(state.optimizerSteps))).toEqual(new Set([2]));
    expect(state).toMatchObject({ globalStep: 3, nonFinite: 1 });
  });

  it('ends the same, bit for bit, when it is stopped after the skipped batch and resumed', async () => {
    const options = () => ({ dataModule: brokenData(place) });
    const whole = await train(await temporaryFolder(), skip, options());
    const stopped = await trainWithStop(5, skip, options);
    expect(parameterBytes(stopped.model)).toEqual(parameterBytes(whole.model));
    expect(stopped.result.metrics).toEqual(whole.result.metrics);
  });

  it('leaves a validation batch out of the means', async () => {
    const dataModule = brokenData({ split: 'valid', batch: 0 });
    const { validBatches } = dataModule;
    dataModule.validBatches = function* () {
      yield* validBatches();
      yield* brokenData({ split: 'valid', batch: -1 }).validBatches();
    };
    const { result, warnings } = await train(dir, { ...skip, maxEpochs: 1 }, { dataModule });
    expect(warnings).toEqual([expect.stringMatching(/^A validation batch is left out: .*batch 0/)]);
    expect(result.metrics['valid/loss']).toBeTypeOf('number');
    expect(result.metrics['valid/loss']).not.toBeNaN();
  });

  it('ends when too many batches in a row are not finite', async () => {
    const model = smallModel({ lr_init: 1e30 });
    const trainer = { ...skip, maxEpochs: 50, maxNonFinite: 4 };
    await expect(train(dir, trainer, { model })).rejects.toMatchObject({
      code: 'LFADS_TRAIN_NON_FINITE',
      message: expect.stringMatching(/This was number 5 in a row; trainer\.max_non_finite is 4\.$/),
      hint: expect.stringContaining('rollback'),
    });
  });
});

describe('a run that rolls back', () => {
  const rollback = { onNonFinite: 'rollback', maxEpochs: 3 } as const;
  const place = { split: 'train', epoch: 1, batch: 1 } as const;
  const callbacks = (): Record<string, Callback> => ({
    early_stopping: new EarlyStoppingWithBurnInPeriod({
      monitor: 'valid/recon_smth',
      mode: 'min',
      patience: 100,
      minDelta: 0,
      burnInPeriod: -1,
      checkFinite: true,
    }),
  });

  it('survives a learning rate that makes the parameters explode', async () => {
    const model = smallModel({ lr_init: 1e6, lr_scheduler: false });
    const trainer = { ...rollback, maxNonFinite: 60 };
    const { result, warnings } = await train(dir, trainer, { model });
    expect(result.epochs).toBe(3);
    expect(warnings.length).toBeGreaterThan(3);
    expect(warnings[0]).toMatch(
      /^Epoch 0 is repeated with the learning rate 500000: .* in epoch 0, .*batch \d/,
    );
    expect((await last()).state.schedule.learningRate).toBe(1e6 / 2 ** warnings.length);
    expect(finite(model)).toBe(true);
  });

  it('begins the epoch again with parameters, optimiser and callbacks as they were', async () => {
    const states: { epoch: number; step: number; lr: number; bytes: string[][] }[] = [];
    const model = smallModel();
    const recorder: Callback = {
      onEpochStart: ({ epoch, globalStep, learningRate }) =>
        void states.push({
          epoch,
          step: globalStep,
          lr: learningRate,
          bytes: parameterBytes(model),
        }),
    };
    await train(dir, rollback, {
      model,
      dataModule: brokenAtFirst(place, 2),
      callbacks: { ...callbacks(), recorder },
    });
    expect(states.map(({ epoch, step }) => [epoch, step])).toEqual([
      [0, 0],
      [1, 3],
      [1, 3],
      [1, 3],
      [2, 6],
    ]);
    expect(states[2]!.bytes).toEqual(states[1]!.bytes);
    expect(states[3]!.bytes).toEqual(states[1]!.bytes);
    expect(states.slice(1, 4).map(({ lr }) => lr)).toEqual([0.01, 0.005, 0.0025]);
  });

  it.each([
    ['before the roll-back', 4],
    ['after the roll-back, in the repeated epoch', 5],
  ])('ends the same, bit for bit, when it is stopped %s and resumed', async (_, batches) => {
    const whole = await train(await temporaryFolder(), rollback, {
      dataModule: brokenAtFirst(place, 2),
      callbacks: callbacks(),
    });
    // Broken twice in all, however often a resumed run reads the batches it has done.
    const runs = batches === 4 ? [2, 2] : [2, 1];
    const stopped = await trainWithStop(batches, rollback, () => ({
      dataModule: brokenAtFirst(place, runs.shift()!),
      callbacks: callbacks(),
    }));
    expect(stopped.warnings).toEqual(whole.warnings);
    expect(parameterBytes(stopped.model)).toEqual(parameterBytes(whole.model));
    expect(stopped.result.metrics).toEqual(whole.result.metrics);
  });

  it('ends when the epoch fails too often, and keeps the state in which it began', async () => {
    const trainer = { ...rollback, maxNonFinite: 2 };
    await expect(train(dir, trainer, { dataModule: brokenData(place) })).rejects.toThrow(
      'This was number 3 in a row; trainer.max_non_finite is 2.',
    );
    expect((await last()).state).toMatchObject({ epoch: 1, batchInEpoch: 0, globalStep: 3 });
    expect((await readdir(join(dir, 'checkpoints'))).filter((f) => f.endsWith('.json'))).toEqual([
      'last.json',
      'rollback.json',
    ]);
  });

  it('goes back too when the validation is not finite', async () => {
    const dataModule = brokenData({ split: 'valid', batch: 0 });
    await expect(train(dir, { ...rollback, maxNonFinite: 1 }, { dataModule })).rejects.toThrow(
      /validation batch 0; .* This was number 2 in a row/,
    );
  });
});
