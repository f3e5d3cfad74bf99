import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignedBehavior } from './behavior.js';
import { bitsPerSpike } from './bits-per-spike.js';
import { psthR2 } from './psth.js';
import { crop, range, type Series } from './series.js';
import { speedTpCorrelation } from './speed-tp-correlation.js';
import { noise, series } from './test-support/series.js';
import { velocityDecoding } from './velocity-decoding.js';

const [TRIALS, STEPS, CHANNELS] = [12, 8, 3] as const;
const SHAPE = [TRIALS, STEPS, CHANNELS] as const;

const at = ({ shape, data }: Series, b: number, t: number, n: number) =>
  data[(b * shape[1]! + t) * shape[2]! + n]!;
const permuted = (from: Series, trials: readonly number[], channels: readonly number[]): Series =>
  series([trials.length, from.shape[1]!, channels.length], (b, t, n) =>
    at(from, trials[b]!, t, channels[n]!),
  );
const order = (length: number) =>
  fc.shuffledSubarray(range(length), { minLength: length, maxLength: length });

const recording = fc.nat(1000).map((seed) => ({
  rates: series(SHAPE, (b, t, n) => 0.2 + Math.abs(noise(b + seed, t, n))),
  counts: series(SHAPE, (b, t, n) => Math.round(1.5 + 1.5 * noise(b + seed + 7, t, n))),
}));
const orders = fc.tuple(recording, order(TRIALS), order(CHANNELS));

describe('bits per spike', () => {
  it('do not depend on the order of trials and channels, nor on silent ones of rate 0', () => {
    fc.assert(
      fc.property(orders, ([{ rates, counts }, trials, channels]) => {
        const expected = bitsPerSpike(rates, counts);
        const mixed = [
          permuted(rates, trials, channels),
          permuted(counts, trials, channels),
        ] as const;
        expect(bitsPerSpike(...mixed)).toBeCloseTo(expected, 9);
        const silent = (from: Series) =>
          series([TRIALS, STEPS, CHANNELS + 1], (b, t, n) =>
            n < CHANNELS ? at(from, b, t, n) : 0,
          );
        expect(bitsPerSpike(silent(rates), silent(counts))).toBeCloseTo(expected, 6);
      }),
      { numRuns: 20 },
    );
  });

  it('are unknown of rates that cannot be, and refuse other shapes', () => {
    const counts = series([1, 2, 1], () => 1);
    expect(bitsPerSpike({ shape: [1, 2, 1], data: [1, -1] }, counts)).toBeNaN();
    expect(bitsPerSpike({ shape: [1, 2, 1], data: [1, NaN] }, counts)).toBeNaN();
    expect(() => bitsPerSpike({ shape: [1, 1, 2], data: [1, 1] }, counts)).toThrow(
      /rates \[1, 1, 2\], counts \[1, 2, 1\]/,
    );
  });
});

describe('decoded behaviour', () => {
  it('has an R² that does not depend on units, nor on the order of the inputs', () => {
    fc.assert(
      fc.property(recording, order(CHANNELS), ({ rates }, channels) => {
        const behavior = series([TRIALS, STEPS, 2], (b, t, n) =>
          n === 0 ? at(rates, b, t, 0) + noise(b, t, n) : at(rates, b, t, 1) ** 2,
        );
        const units = series([TRIALS, STEPS, 2], (b, t, n) => 3 - 40 * at(behavior, b, t, n));
        const expected = velocityDecoding({ rates, behavior }, { rates, behavior });
        const inputs = permuted(rates, range(TRIALS), channels);
        const other = { rates: inputs, behavior: units };
        expect(velocityDecoding(other, other)).toBeCloseTo(expected, 8);
      }),
      { numRuns: 10 },
    );
  });

  it('follows the activity by as many bins as said, and is missing where it was not recorded', () => {
    const behavior = series([2, 4, 3], (b, t, n) => 100 * b + 10 * t + n);
    const shifted = (behaviorLag: number) =>
      Array.from(alignedBehavior(behavior, { behaviorLag, behaviorChannels: [2] }).data);
    expect(shifted(1)).toEqual([12, 22, 32, NaN, 112, 122, 132, NaN]);
    expect(shifted(-2)).toEqual([NaN, NaN, 2, 12, NaN, NaN, 102, 112]);
    expect(() => alignedBehavior(behavior, { behaviorChannels: [0, 3] })).toThrow(
      /no channel 3: it has 3/,
    );
  });

  it('needs rates of its trials', () => {
    const rates = series(SHAPE, noise);
    const fewer = { rates, behavior: crop(series([TRIALS - 1, STEPS, 1], noise), {}) };
    expect(() => velocityDecoding(fewer, fewer)).toThrow(
      /rates \[12, 8, 3\], behaviour \[11, 8, 1\]/,
    );
  });
});

describe('PSTHs', () => {
  it('have an R² that does not depend on the order of trials', () => {
    fc.assert(
      fc.property(recording, order(TRIALS), ({ rates }, trials) => {
        const psth = series([2, STEPS, CHANNELS], noise);
        const conditions = [range(5), range(TRIALS).slice(5)];
        const place = trials.map((_, trial) => trials.indexOf(trial));
        const mixed = permuted(rates, trials, range(CHANNELS));
        const moved = conditions.map((members) => members.map((trial) => place[trial]!));
        expect(psthR2(psth, mixed, moved)).toBeCloseTo(psthR2(psth, rates, conditions), 9);
      }),
      { numRuns: 20 },
    );
  });

  it('refuse rates of other channels and trials that there are not', () => {
    const psth = series([2, STEPS, CHANNELS], noise);
    expect(() => psthR2(psth, series([4, STEPS, 2], noise), [[0], [1]])).toThrow(/do not fit/);
    expect(() => psthR2(psth, series([2, STEPS, CHANNELS], noise), [[0], [2]])).toThrow(
      /do not fit/,
    );
  });
});

describe('neural speed', () => {
  it('correlates alike when rates are turned or scaled, and intervals are in other units', () => {
    const counts = series([TRIALS, STEPS, 1], () => 1);
    const behavior = (units: (interval: number) => number) => ({
      shape: [TRIALS, 4],
      data: range(TRIALS).flatMap((b) => [b % 2, 0, 0, units(noise(b, 3, 3))]),
    });
    fc.assert(
      fc.property(recording, fc.double({ min: 0, max: 6, noNaN: true }), ({ rates }, angle) => {
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const turned = series(SHAPE, (b, t, n) => {
          const [x, y, z] = range(3).map((i) => at(rates, b, t, i)) as [number, number, number];
          return 5 * [c * x - s * y, s * x + c * y, z][n]!;
        });
        const expected = speedTpCorrelation(
          counts,
          rates,
          behavior((x) => x),
        );
        const other = behavior((x) => 900 + 30 * x);
        expect(speedTpCorrelation(counts, turned, other)).toBeCloseTo(expected, 9);
      }),
      { numRuns: 20 },
    );
  });
});
