import { describe, expect, it } from 'vitest';
import type { FitState } from '../fit/fit-state.js';
import { EarlyStoppingWithBurnInPeriod } from './early-stopping.js';
import { ModelCheckpoint } from './model-checkpoint.js';

/** Runs a callback over epochs of one metric; returns what it asked for, per epoch. */
function runEpochs(
  callback: { onEpochEnd(state: FitState): void },
  values: readonly number[],
  firstEpoch = 0,
) {
  return values.map((value, i) => {
    const asked: string[] = [];
    callback.onEpochEnd({
      epoch: firstEpoch + i,
      globalStep: 10 * (firstEpoch + i + 1),
      metrics: { m: value },
      stop: (reason) => asked.push(`stop: ${reason}`),
      saveCheckpoint: (name) => asked.push(`save ${name}`),
      removeCheckpoint: (name) => asked.push(`remove ${name}`),
    } as Partial<FitState> as FitState);
    return asked.join(', ');
  });
}

describe('ModelCheckpoint', () => {
  const options = {
    monitor: 'm',
    mode: 'min',
    saveTopK: 1,
    saveLast: false,
    everyNEpochs: 1,
  } as const;

  it('saves the best at every new best, and not for NaN', () => {
    const asked = runEpochs(new ModelCheckpoint(options), [3, 4, 2, NaN, 2]);
    expect(asked).toEqual(['save best', '', 'save best', '', '']);
  });

  it('saves the last after every epoch', () => {
    const asked = runEpochs(new ModelCheckpoint({ ...options, saveLast: true }), [3, 4]);
    expect(asked).toEqual(['save last, save best', 'save last']);
  });

  it('keeps the k best and removes what they oust', () => {
    const asked = runEpochs(
      new ModelCheckpoint({ ...options, mode: 'max', saveTopK: 2 }),
      [1, 3, 2, 0, 5],
    );
    expect(asked).toEqual([
      'save best, save epoch=0-step=10',
      'save best, save epoch=1-step=20',
      'save epoch=2-step=30, remove epoch=0-step=10',
      '',
      'save best, save epoch=4-step=50, remove epoch=2-step=30',
    ]);
  });

  it('ousts the oldest of equally bad ones, and NaN first', () => {
    const topTwo = () => new ModelCheckpoint({ ...options, saveTopK: 2 });
    expect(runEpochs(topTwo(), [3, 3, 3, 2])).toEqual([
      'save best, save epoch=0-step=10',
      'save epoch=1-step=20',
      '',
      'save best, save epoch=3-step=40, remove epoch=0-step=10',
    ]);
    expect(runEpochs(topTwo(), [3, NaN, 4, NaN])).toEqual([
      'save best, save epoch=0-step=10',
      'save epoch=1-step=20',
      'save epoch=2-step=30, remove epoch=1-step=20',
      '',
    ]);
  });

  it('goes on from its saved state', () => {
    const first = new ModelCheckpoint(options);
    runEpochs(first, [3]);
    const second = new ModelCheckpoint(options);
    second.setState(JSON.parse(JSON.stringify(first.getState())));
    expect(runEpochs(second, [4, 2], 1)).toEqual(['', 'save best']);
  });

  it('names the metrics there are when the monitored one is missing', () => {
    expect(() =>
      runEpochs(new ModelCheckpoint({ ...options, monitor: 'valid/loss' }), [1]),
    ).toThrow('There is no metric "valid/loss" to monitor.');
  });
});

describe('EarlyStoppingWithBurnInPeriod', () => {
  const options = {
    monitor: 'm',
    mode: 'min',
    patience: 2,
    minDelta: 0,
    burnInPeriod: -1,
    checkFinite: true,
  } as const;

  it('stops after `patience` epochs without improvement', () => {
    const asked = runEpochs(new EarlyStoppingWithBurnInPeriod(options), [3, 2, 2, 2]);
    expect(asked).toEqual(['', '', '', 'stop: m has not improved for 2 epochs; its best was 2']);
  });

  it('looks at nothing until the burn-in is over', () => {
    const asked = runEpochs(
      new EarlyStoppingWithBurnInPeriod({ ...options, burnInPeriod: 2 }),
      [0, 0, 0, 5, 4, 4, 4],
    );
    expect(asked.findIndex((entry) => entry.startsWith('stop'))).toBe(6);
  });

  it('counts only improvements larger than min_delta', () => {
    const asked = runEpochs(
      new EarlyStoppingWithBurnInPeriod({ ...options, minDelta: 0.5 }),
      [3, 2.8, 2.6],
    );
    expect(asked[2]).toMatch(/^stop/);
  });

  it('stops when the metric is NaN', () => {
    expect(runEpochs(new EarlyStoppingWithBurnInPeriod(options), [3, NaN])[1]).toBe(
      'stop: m is NaN',
    );
  });

  it.each(['min', 'max'] as const)('stops beyond its thresholds (%s)', (mode) => {
    const sign = mode === 'min' ? 1 : -1;
    const run = (values: number[]) =>
      runEpochs(
        new EarlyStoppingWithBurnInPeriod({
          ...options,
          mode,
          stoppingThreshold: 1 * sign,
          divergenceThreshold: 9 * sign,
        }),
        values.map((value) => value * sign),
      );
    expect(run([5, 1, 0.5]).map((text) => text.slice(0, 4))).toEqual(['', '', 'stop']);
    expect(run([5, 9, 9.5])[2]).toMatch(/9\.5, worse than divergence_threshold \(-?9\)/);
  });

  it('does not count a metric that is NaN as an improvement when it may be NaN', () => {
    const asked = runEpochs(new EarlyStoppingWithBurnInPeriod({ ...options, checkFinite: false }), [
      3,
      NaN,
      NaN,
    ]);
    expect(asked).toEqual([
      '',
      '',
      expect.stringMatching(/^stop: m has not improved for 2 epochs/),
    ]);
  });

  it('goes on counting from its saved state', () => {
    const first = new EarlyStoppingWithBurnInPeriod(options);
    runEpochs(first, [3, 3]);
    const second = new EarlyStoppingWithBurnInPeriod(options);
    second.setState(JSON.parse(JSON.stringify(first.getState())));
    expect(runEpochs(second, [3], 2)[0]).toMatch(/^stop/);
  });
});
