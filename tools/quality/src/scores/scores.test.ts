import type { Series } from '@lfads/plugin-nlb';
import { describe, expect, it } from 'vitest';
import { decode } from './decode.js';
import { conditionAverages, smoothedCoBps, type SpikeData } from './floors.js';
import { rateR2 } from './r2.js';
import { spikeScores } from './spike-scores.js';

const series = (
  shape: [number, number, number],
  value: (trial: number, step: number, channel: number) => number,
): Series => {
  const [trials, steps, channels] = shape;
  const data = Float64Array.from({ length: trials * steps * channels }, (_, i) =>
    value(Math.floor(i / channels / steps), Math.floor(i / channels) % steps, i % channels),
  );
  return { shape, data };
};

/** Between -1 and 1, and without a pattern. */
const noise = (...at: number[]) =>
  (Math.sin(at.reduce((sum, x, i) => sum + (x + 1) * [12.9898, 78.233, 37.719][i]!, 0)) *
    43758.5453) %
  1;

describe('decoding', () => {
  const activity = (trials: number) => series([trials, 30, 3], noise);
  const behavior = (trials: number) =>
    series([trials, 30, 2], (trial, step, channel) =>
      channel === 0 ? noise(trial, step - 2, 1) : noise(trial, step, 0) - noise(trial, step, 2),
    );
  const split = (trials: number, from: readonly Series[]) => ({ from, to: behavior(trials) });

  it('finds by how many bins the activity leads each channel', () => {
    const decoded = decode({ train: split(10, [activity(10)]), valid: split(4, [activity(4)]) }, 4);
    expect(decoded.map(({ lag }) => lag)).toEqual([2, 0]);
    decoded.forEach(({ r2 }) => expect(r2).toBeGreaterThan(0.99));
  });

  it('chooses the input that serves on the training trials', () => {
    const other = (trials: number) => series([trials, 30, 3], (...at) => noise(...at) ** 3);
    const inputs = (trials: number) => [other(trials), activity(trials)];
    const decoded = decode({ train: split(10, inputs(10)), valid: split(4, inputs(4)) }, 2);
    expect(decoded.map(({ from }) => from)).toEqual([1, 1]);
  });
});

describe('rates', () => {
  const truth = series([2, 5, 2], (trial, step, channel) => (channel === 0 ? trial + step : 1));

  it('have R² of 1 when they are the true ones, whatever never changes left out of the mean', () => {
    expect(rateR2(truth, truth)).toEqual({ mean: 1, overall: 1 });
  });

  it('have R² of 0 when they are the means', () => {
    expect(
      rateR2(
        series([2, 5, 2], (_, __, channel) => (channel === 0 ? 2.5 : 1)),
        truth,
      ).mean,
    ).toBe(0);
  });
});

/** Two held-in and one held-out channel; the rate of all depends on the condition and on the time. */
const rate = (trial: number, step: number) => ((trial % 2 === 0) === step < 15 ? 3 : 0.4);
const counts = (seed: number) =>
  series([20, 30, 3], (trial, step, channel) =>
    Math.max(0, Math.round(rate(trial, step) + noise(trial + seed, step, channel))),
  );
const spikeData = (): SpikeData => {
  const part = (recon: Series) => ({
    recon,
    encod: series(
      [20, 30, 2],
      (trial, step, channel) => recon.data[(trial * 30 + step) * 3 + channel]!,
    ),
  });
  return { train: part(counts(0)), valid: part(counts(50)) };
};

describe('floors of spike counts', () => {
  const data = spikeData();
  const encoder = { channels: 2, steps: 30 };
  const true_ = spikeScores(series([20, 30, 3], rate), data.valid.recon, encoder);

  it('of averages know the condition', () => {
    const cond = Array.from({ length: 20 }, (_, trial) => trial % 2);
    const { coBps } = conditionAverages(data, { train: cond, valid: cond });
    expect(coBps).toBeGreaterThan(0.5 * true_.coBps);
    const none = new Array<number>(20).fill(0);
    expect(conditionAverages(data, { train: none, valid: none }).coBps).toBeLessThan(
      0.1 * true_.coBps,
    );
  });

  it('of held-out channels follow those that the encoders see', () => {
    const floor = smoothedCoBps(data);
    expect(floor).toBeGreaterThan(0.5 * true_.coBps);
    expect(floor).toBeLessThan(1.1 * true_.coBps);
  });

  it('are not there without held-out channels', () => {
    const same = ({ encod }: SpikeData['train']) => ({ encod, recon: encod });
    expect(smoothedCoBps({ train: same(data.train), valid: same(data.valid) })).toBeNaN();
  });

  it('and scores leave out what was not observed', () => {
    const recon = data.valid.recon;
    const holes = { ...recon, data: Float64Array.from(recon.data, (x, i) => (i < 90 ? NaN : x)) };
    const later = { shape: [19, 30, 3], data: Float64Array.from(recon.data).slice(90) } as Series;
    const rates = series([20, 30, 3], (trial, step) => rate(trial, step) + 0.1);
    const expected = spikeScores(
      series([19, 30, 3], (trial, step) => rate(trial + 1, step) + 0.1),
      later,
      encoder,
    );
    expect(spikeScores(rates, holes, encoder).nll).toBeCloseTo(expected.nll, 5);
    expect(spikeScores(rates, holes, encoder).bitsPerSpike).toBeCloseTo(expected.bitsPerSpike, 5);
  });
});
