import { describe, expect, it } from 'vitest';
import { butterworth, filterBothWays, notch } from './filters.js';

const LENGTH = 4000;
const tone = (frequency: number) =>
  Float64Array.from({ length: LENGTH }, (_, t) => Math.sin(2 * Math.PI * frequency * t + 0.3));

/** Gain of both passes together, away from the ends. */
const gain = (filter: ReturnType<typeof butterworth>, frequency: number) => {
  const power = (signal: Float64Array) =>
    signal.subarray(1000, 3000).reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(power(filterBothWays(tone(frequency), filter)) / power(tone(frequency)));
};

/** |H|² of a Butterworth filter by bilinear transform: 1 / (1 + w^(2 order)). */
const squaredGain = (ratio: number, order: number) => 1 / (1 + ratio ** (2 * order));
const warped = (frequency: number) => Math.tan(Math.PI * frequency);

describe('a Butterworth filter, both ways', () => {
  it.each([2, 4, 6])('of order %i has its gain squared at every frequency', (order) => {
    for (const frequency of [0.02, 0.05, 0.1, 0.2, 0.4]) {
      const ratio = warped(frequency) / warped(0.1);
      const low = gain(butterworth('low-pass', 0.1, order), frequency);
      expect(low).toBeCloseTo(squaredGain(ratio, order), 4);
      const high = gain(butterworth('high-pass', 0.1, order), frequency);
      expect(high).toBeCloseTo(squaredGain(1 / ratio, order), 4);
    }
  });

  it('delays nothing', () => {
    const slow = tone(0.01);
    const filtered = filterBothWays(slow, butterworth('low-pass', 0.1));
    filtered.forEach((value, t) => {
      if (t > 20 && t < LENGTH - 20) expect(Math.abs(value - slow[t]!)).toBeLessThan(0.01);
    });
  });

  it('keeps a line straight up to its ends', () => {
    const line = Float64Array.from({ length: 800 }, (_, t) => 3 + 0.5 * t);
    const filtered = filterBothWays(line, butterworth('low-pass', 0.05));
    filtered.forEach((value, t) => expect(Math.abs(value - line[t]!)).toBeLessThan(1e-3));
  });
});

it('a notch takes its frequency out, and leaves others', () => {
  const filter = notch(0.1);
  expect(gain(filter, 0.1)).toBeLessThan(0.02);
  expect(gain(filter, 0.05)).toBeGreaterThan(0.99);
  expect(gain(filter, 0.2)).toBeGreaterThan(0.99);
});
