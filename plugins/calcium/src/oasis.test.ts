import { describe, expect, it } from 'vitest';
import { deconvolveCell } from './deconvolve.js';
import { decayOf, noiseSd } from './noise.js';
import { oasis } from './oasis.js';
import { Draws } from './test-support/draws.js';

const FRAMES = 600;
const DECAY = 0.92;

/** Calcium of sparse events, and noise. */
function trace(seed: number, noise: number, baseline = 0) {
  const draws = new Draws(seed);
  const events = Float64Array.from({ length: FRAMES }, () =>
    draws.uniform() < 0.05 ? 0.5 + draws.uniform() : 0,
  );
  let calcium = 0;
  const fluorescence = events.map((event) => {
    calcium = DECAY * calcium + event;
    return baseline + calcium + noise * draws.normal();
  });
  return { events, fluorescence };
}

/** The same problem by projected gradients, slowly. */
function slowly(y: Float64Array, decay: number, penalty: number): Float64Array {
  const forward = (s: Float64Array) => {
    let c = 0;
    return s.map((event) => (c = decay * c + event));
  };
  const backward = (r: Float64Array) => {
    let sum = 0;
    return r
      .toReversed()
      .map((value) => (sum = decay * sum + value))
      .toReversed();
  };
  const step = (1 - decay) ** 2;
  let s = new Float64Array(y.length);
  let momentum = s;
  for (let k = 1; k <= 4000; k++) {
    const c = forward(momentum);
    const gradient = backward(c.map((value, t) => value - y[t]!));
    const next = momentum.map((value, t) => Math.max(0, value - step * (gradient[t]! + penalty)));
    momentum = next.map((value, t) => value + ((k - 1) / (k + 2)) * (value - s[t]!));
    s = next;
  }
  return s;
}

const correlation = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  const n = a.length;
  const mean = (x: ArrayLike<number>) => Array.from(x).reduce((p, q) => p + q, 0) / n;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    ab += (a[i]! - ma) * (b[i]! - mb);
    aa += (a[i]! - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
};

describe('OASIS', () => {
  it('finds the events exactly where there is no noise', () => {
    const { events, fluorescence } = trace(1, 0);
    const found = oasis(fluorescence, DECAY, 0);
    found.events.forEach((event, t) => expect(event).toBeCloseTo(events[t]!, 9));
    found.calcium.forEach((c, t) => expect(c).toBeCloseTo(fluorescence[t]!, 9));
  });

  it.each([0, 0.3])('solves the problem that it states, with a penalty of %f', (penalty) => {
    const y = trace(2, 0.3).fluorescence.slice(0, 120);
    const { events, calcium } = oasis(y, DECAY, penalty);
    const cost = (s: ArrayLike<number>) => {
      let [c, sum] = [0, 0];
      for (let t = 0; t < y.length; t++) {
        c = DECAY * c + s[t]!;
        sum += (y[t]! - c) ** 2 / 2 + penalty * s[t]!;
      }
      return sum;
    };
    const other = cost(slowly(y, DECAY, penalty));
    expect(cost(events)).toBeLessThanOrEqual(other * (1 + 1e-9));
    expect(cost(events)).toBeCloseTo(other, 3);
    expect(Math.min(...events)).toBeGreaterThanOrEqual(0);
    expect(Math.min(...calcium)).toBeGreaterThanOrEqual(0);
  });
});

describe('a cell', () => {
  it('has its noise and its decay read from the trace', () => {
    const { fluorescence } = trace(3, 0.2, 5);
    expect(noiseSd(fluorescence)).toBeGreaterThan(0.17);
    expect(noiseSd(fluorescence)).toBeLessThan(0.25);
    expect(Math.abs(decayOf([fluorescence]) - DECAY)).toBeLessThan(0.04);
  });

  it('has events where they were, a baseline, and residuals as large as the noise', () => {
    const { events, fluorescence } = trace(4, 0.2, 5);
    const found = deconvolveCell([fluorescence], { decay: DECAY });
    const smoothed = (s: ArrayLike<number>) =>
      Array.from({ length: FRAMES }, (_, t) => s[t]! + (s[t - 1] ?? 0) + (s[t + 1] ?? 0));
    expect(correlation(smoothed(found.events[0]!), smoothed(events))).toBeGreaterThan(0.9);
    expect(Math.abs(found.baseline - 5)).toBeLessThan(0.3);
    expect(found.events[0]!.filter((event) => event === 0).length).toBeGreaterThan(0.7 * FRAMES);
  });

  it('keeps trials apart', () => {
    const [a, b] = [trace(5, 0.1), trace(6, 0.1)].map((one) => one.fluorescence);
    const found = deconvolveCell([a!, b!], { decay: DECAY });
    expect(found.events.map((events) => events.length)).toEqual([FRAMES, FRAMES]);
    const alone = oasis(
      a!.map((value) => value - found.baseline),
      DECAY,
      found.penalty,
    );
    expect(correlation(found.events[0]!, alone.events)).toBeGreaterThan(0.99);
  });
});
