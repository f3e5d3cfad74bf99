import {
  createRegistry,
  createRunContainer,
  isPartOf,
  LOG,
  type Logger,
  targetOf,
} from '@lfads/core';
import { describe, expect, it } from 'vitest';
import { trainPlugin } from '../plugin/index.js';

const noticing = () => {
  const notices: string[] = [];
  const run = createRunContainer(createRegistry([trainPlugin]));
  run.provide(LOG, { info: () => {}, warn: (text) => void notices.push(text) });
  return { run, notices };
};

describe('a stand-in', () => {
  it('takes any options, does nothing and says what it stands for and what to use', () => {
    const { run, notices } = noticing();
    const part = run.create<object>('@lfads/train/TuneReportCheckpointCallback', {
      metrics: ['valid/recon_smth', 'cur_epoch'],
      filename: 'tune.ckpt',
      on: 'validation_end',
    });
    expect(isPartOf('callback', part)).toBe(true);
    expect(Object.keys(part)).toEqual([]);
    expect(notices).toEqual([
      expect.stringMatching(
        /^ray\.tune\.integration\.pytorch_lightning\.TuneReportCheckpointCallback does nothing here\. .*ModelCheckpoint/,
      ),
    ]);
  });

  it('can be a logger', async () => {
    const { run, notices } = noticing();
    const logger = run.create<Logger>('@lfads/train/MLFlowLogger', { experiment_name: 'x' });
    await logger.start({ dir: '/run', checkpoints: '/run/checkpoints' }, {}, false);
    await logger.metrics({ 'train/loss': 1 }, 0, 1);
    await logger.finish(true);
    expect(targetOf(logger)).toBe('@lfads/train/MLFlowLogger');
    expect(notices).toEqual([expect.stringContaining('CsvLogger')]);
  });

  it('can be made where nobody listens', () => {
    const run = createRunContainer(createRegistry([trainPlugin]));
    expect(run.create('@lfads/train/TestEval', { log_every_n_epochs: 5 })).toEqual({});
  });
});

describe('the trial folder', () => {
  it("is the run's own, as loggers count paths from it", () => {
    expect(noticing().run.create('@lfads/train/trialDir')).toBe('.');
  });
});
