import type { Callback, Logger } from '@lfads/core';
import { describe, expect, it } from 'vitest';
import { loadCheckpoint } from '../checkpoints/checkpoint.js';
import { smallModel } from '../test-support/small-model.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { parameterBytes, train } from '../test-support/train.js';
import { join } from 'node:path';

const failures = [
  [
    'throws',
    () => {
      throw new Error('The disk is full.');
    },
  ],
  ['rejects', () => Promise.reject(new Error('The disk is full.'))],
] as const;

const cases = (hooks: readonly string[]) =>
  hooks.flatMap((hook) => failures.map(([how, fail]) => ({ hook, how, fail })));

const warning = (part: string) =>
  `${part} failed: The disk is full. Training goes on; further failures of it are not shown.`;

/** Asks for figures and checkpoints, and has a state. */
const busy: Callback = {
  onValidationEnd: (state) => state.logFigure('a', '<svg xmlns="http://www.w3.org/2000/svg"/>'),
  getState: () => 1,
};

const sound = async () => parameterBytes((await train(await temporaryFolder(), {})).model);

describe('a callback that fails', () => {
  const hooks = ['onTrainStart', 'onEpochStart', 'onValidationEnd', 'onEpochEnd', 'onTrainEnd'];

  it.each(cases(hooks))(
    'when $hook $how, warns once and changes nothing',
    async ({ hook, fail }) => {
      const callbacks = { raster_plot: { [hook]: fail } };
      const { warnings, result, model } = await train(await temporaryFolder(), {}, { callbacks });
      expect(warnings).toEqual([warning('Callback raster_plot')]);
      expect(result.epochs).toBe(2);
      expect(parameterBytes(model)).toEqual(await sound());
    },
  );

  it('when its state cannot be had, leaves the checkpoints without it', async () => {
    const dir = await temporaryFolder();
    const callbacks = { broken: { getState: failures[0][1] }, busy };
    const { warnings } = await train(dir, {}, { callbacks });
    expect(warnings).toEqual([warning('Callback broken')]);
    const { state } = await loadCheckpoint(join(dir, 'checkpoints/last.json'));
    expect(state.callbacks).toEqual({ busy: 1 });
  });

  it('when its state cannot be restored, lets the run resume', async () => {
    const dir = await temporaryFolder();
    await train(dir, { maxEpochs: 1 }, { callbacks: { busy } });
    const resume = await loadCheckpoint(join(dir, 'checkpoints/last.json'));
    const callbacks = { busy: { ...busy, setState: failures[0][1] } };
    const { warnings, result } = await train(dir, {}, { callbacks, resume, model: smallModel() });
    expect(warnings).toEqual([warning('Callback busy')]);
    expect(result.epochs).toBe(2);
  });
});

describe('a logger that fails', () => {
  const idle: Logger = { start: () => {}, metrics: () => {}, figure: () => {}, finish: () => {} };

  it.each(cases(['start', 'metrics', 'figure', 'finish']))(
    'when $hook $how, warns once and changes nothing, and the other loggers get all',
    async ({ hook, fail }) => {
      const rows: number[] = [];
      const loggers = {
        csv_logger: { ...idle, [hook]: fail },
        other: { ...idle, metrics: (_: unknown, epoch: number) => void rows.push(epoch) },
      };
      const options = { loggers, callbacks: { busy } };
      const { warnings, model } = await train(await temporaryFolder(), {}, options);
      expect(warnings).toEqual([warning('Logger csv_logger')]);
      expect(rows).toEqual([0, 1]);
      expect(parameterBytes(model)).toEqual(await sound());
    },
  );
});
