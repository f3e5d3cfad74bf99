import { describe, expect, it } from 'vitest';
import { smooth } from './smooth.js';
import { series } from './test-support/series.js';

describe('smoothing', () => {
  it('keeps a constant, at the ends of trials too', () => {
    const { data } = smooth(
      series([2, 6, 3], (trial, _, channel) => trial + channel),
      1.5,
    );
    expect(data[0]).toBeCloseTo(0, 9);
    expect(data[data.length - 1]).toBeCloseTo(3, 9);
  });

  it('spreads an event as a Gaussian does, and into no other trial or channel', () => {
    const event = series([2, 21, 2], (...at) => (at.join() === '0,10,1' ? 1 : 0));
    const { data } = smooth(event, 2);
    expect(data[12 * 2 + 1]! / data[10 * 2 + 1]!).toBeCloseTo(Math.exp(-0.5), 9);
    expect(data[10 * 2]).toBe(0);
    expect(data[21 * 2 + 10 * 2 + 1]).toBe(0);
  });
});
