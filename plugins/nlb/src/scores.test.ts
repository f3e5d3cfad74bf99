import { describe, expect, it } from 'vitest';
import { bitsPerSpike } from './bits-per-spike.js';
import { conditionsOf } from './conditions.js';
import { psthOf, psthR2 } from './psth.js';
import type { Series } from './series.js';
import { range } from './series.js';
import { speedTpCorrelation } from './speed-tp-correlation.js';
import { noise, series } from './test-support/series.js';
import { velocityDecoding } from './velocity-decoding.js';

/** What nlb_tools 0.0.3's `evaluation.py` gives for the data below (NumPy, scikit-learn 1.9). */
const NLB_TOOLS = {
  bitsWithHoles: 0.3338558851980745,
  bitsWithZeroRate: 0.3352946168783552,
  velocity: 0.534583804411968,
  velocityOnePenalty: 0.5378057720556211,
  velocityTwoGroups: 0.5403869884122148,
  psth: 0.9452926883110462,
  psthWithJitter: -0.2891128964390715,
  speed: 0.8146198863277648,
};

const [TRIALS, STEPS, CHANNELS] = [30, 20, 6] as const;
const SHAPE = [TRIALS, STEPS, CHANNELS] as const;

const map = (
  { shape, data }: Series,
  change: (value: number, trial: number, step: number, channel: number) => number,
): Series => {
  const at = (...index: number[]) =>
    data[(index[0]! * shape[1]! + index[1]!) * shape[2]! + index[2]!]!;
  return series(shape as [number, number, number], (...index) => change(at(...index), ...index));
};

const counts = series(SHAPE, (b, t, n) => Math.max(0, Math.round(1.5 + 2 * noise(b, t, n))));
const holes = map(counts, (count, b, t) => (b === 0 && t < 5 ? NaN : count));
const rates = map(counts, (count, b, t, n) => 0.1 + 0.5 * count + Math.abs(noise(b + 50, t, n)));

describe('bits per spike', () => {
  it('are those of nlb_tools, where nothing was observed and for a rate of 0 too', () => {
    expect(bitsPerSpike(rates, holes)).toBeCloseTo(NLB_TOOLS.bitsWithHoles, 9);
    const zero = map(rates, (rate, ...at) => (at.join() === '1,3,2' ? 0 : rate));
    expect(bitsPerSpike(zero, counts)).toBeCloseTo(NLB_TOOLS.bitsWithZeroRate, 9);
  });

  it('of the mean counts are 0, and unknown without spikes', () => {
    const means = range(CHANNELS).map(
      (n) =>
        range(TRIALS * STEPS).reduce((sum, i) => sum + counts.data[i * CHANNELS + n]!, 0) /
        TRIALS /
        STEPS,
    );
    expect(
      bitsPerSpike(
        map(counts, (_, __, ___, n) => means[n]!),
        counts,
      ),
    ).toBeCloseTo(0, 9);
    expect(
      bitsPerSpike(
        rates,
        map(counts, () => 0),
      ),
    ).toBeNaN();
  });
});

describe('decoded velocity', () => {
  const trainRates = series(SHAPE, (b, t, n) => Math.abs(noise(b + 90, t, n)));
  const behavior = (from: Series, offset: number) => {
    const at = (b: number, t: number, n: number) => from.data[(b * STEPS + t) * CHANNELS + n]!;
    return series([TRIALS, STEPS, 2], (b, t, channel) =>
      channel === 0
        ? at(b, t, 0) - 2 * at(b, t, 1) + 0.5 * noise(b + offset, t, 0)
        : at(b, t, 2) * at(b, t, 3),
    );
  };
  const train = {
    rates: trainRates,
    behavior: map(behavior(trainRates, 7), (y, b) => (b === 0 ? NaN : y)),
  };
  const valid = {
    rates,
    behavior: map(behavior(rates, 11), (y, b, t) => (b === 2 && t < 3 ? NaN : y)),
  };

  it('has the R² of nlb_tools, its penalty searched or not', () => {
    expect(velocityDecoding(train, valid)).toBeCloseTo(NLB_TOOLS.velocity, 7);
    const fixed = velocityDecoding(train, valid, { search: false });
    expect(fixed).toBeCloseTo(NLB_TOOLS.velocityOnePenalty, 7);
  });

  it('has a decoder for each group of trials', () => {
    const data = range(TRIALS).flatMap((b) => [+(b % 2 === 0), +(b % 3 === 0)]);
    const groups = { shape: [TRIALS, 2], data };
    const r2 = velocityDecoding({ ...train, groups }, { ...valid, groups });
    expect(r2).toBeCloseTo(NLB_TOOLS.velocityTwoGroups, 7);
  });

  it('is unknown where no behaviour was recorded', () => {
    const none = { rates, behavior: map(valid.behavior, () => NaN) };
    expect(velocityDecoding(none, valid)).toBeNaN();
    expect(velocityDecoding(train, none)).toBeNaN();
  });
});

describe('PSTHs', () => {
  const psth = series([4, STEPS, CHANNELS], (c, t, n) =>
    t < 2 || t >= STEPS - 2 ? NaN : 1 + noise(c, t, n),
  );
  const mixed = map(rates, (rate, b, t, n) => {
    const known = psth.data[((b % 4) * STEPS + t) * CHANNELS + n]!;
    return 0.1 * rate + (Number.isNaN(known) ? 1 : known);
  });
  const conditions = range(4).map((c) => range(TRIALS).filter((b) => b % 4 === c && c !== 3));

  it('have the R² of nlb_tools, with trials moved by their jitter too', () => {
    expect(psthR2(psth, mixed, conditions)).toBeCloseTo(NLB_TOOLS.psth, 9);
    const jitter = range(TRIALS).map((b) => (b % 3) - 1);
    expect(psthR2(psth, mixed, conditions, { jitter })).toBeCloseTo(NLB_TOOLS.psthWithJitter, 9);
  });

  it('are unknown where rates are missing, and without trials', () => {
    const jitter = new Int32Array(TRIALS).fill(3);
    expect(psthR2(psth, mixed, conditions, { jitter })).toBeNaN();
    expect(psthR2(psth, mixed, [[], [], [], []])).toBeNaN();
  });

  it('of recorded trials are their smoothed averages', () => {
    const still = map(counts, (_, b, __, n) => b + n);
    const averaged = psthOf(still, [[0, 2], [], [5]], 2);
    expect(averaged.shape).toEqual([3, STEPS, CHANNELS]);
    expect(averaged.data[4 * CHANNELS + 3]).toBeCloseTo(4, 9);
    expect(averaged.data[STEPS * CHANNELS]).toBeNaN();
    expect(averaged.data[2 * STEPS * CHANNELS + 1]).toBeCloseTo(6, 9);
  });

  it('take conditions as a number a trial or as lists of trials', () => {
    const numbers = { shape: [5], data: [1, 0, NaN, 1, -1] };
    expect(conditionsOf(numbers)).toEqual([[1], [0, 3]]);
    expect(conditionsOf(numbers, 3)).toEqual([[1], [0, 3], []]);
    expect(conditionsOf({ shape: [2, 2], data: [1, NaN, 0, 3] })).toEqual([[1], [0, 3]]);
  });
});

describe('neural speed', () => {
  const behavior = range(TRIALS).flatMap((b) =>
    b === 4
      ? Array<number>(5).fill(NaN)
      : [b % 2, b % 3, 0, 0, 500 + 100 * noise(b, 1, 1) + 10 * b],
  );

  it('correlates with produced intervals as in nlb_tools', () => {
    const faster = map(rates, (rate, b) => rate * (1 + 0.01 * b));
    const r = speedTpCorrelation(holes, faster, { shape: [TRIALS, 5], data: behavior });
    expect(r).toBeCloseTo(NLB_TOOLS.speed, 9);
  });

  it('is unknown for a condition with one trial', () => {
    const lonely = { shape: [TRIALS, 5], data: behavior.map((x, i) => (i === 0 ? 7 : x)) };
    expect(speedTpCorrelation(holes, rates, lonely)).toBeNaN();
  });
});
