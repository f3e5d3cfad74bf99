import { describe, expect, it } from 'vitest';
import { Draws } from './draws.js';

const sample = (n: number, draw: () => number) => Array.from({ length: n }, draw);
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const variance = (values: number[]) => {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
};

describe('draws', () => {
  it('repeat for the same seed, stream and step, and for nothing else', () => {
    const draw = (...args: ConstructorParameters<typeof Draws>) => {
      const draws = new Draws(...args);
      return sample(600, () => draws.word());
    };
    expect(draw(1, 'a', 2)).toEqual(draw(1, 'a', 2));
    const others = [draw(2, 'a', 2), draw(1, 'b', 2), draw(1, 'a', 3)];
    for (const other of others) expect(other).not.toEqual(draw(1, 'a', 2));
  });

  it('do not repeat within a stream', () => {
    const draws = new Draws(0, 'long');
    expect(new Set(sample(2000, () => draws.word())).size).toBeGreaterThan(1995);
  });

  it('are standard normal', () => {
    const draws = new Draws(5, 'normal');
    const values = sample(20_000, () => draws.normal());
    expect(Math.abs(mean(values))).toBeLessThan(4 / Math.sqrt(20_000));
    expect(Math.abs(variance(values) - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000));
  });

  it.each([0.05, 1, 12, 60])('are Poisson with mean and variance %f', (lambda) => {
    const draws = new Draws(5, 'poisson');
    const values = sample(20_000, () => draws.poisson(lambda));
    expect(Math.abs(mean(values) - lambda)).toBeLessThan(4 * Math.sqrt(lambda / 20_000));
    const spread = Math.sqrt((2 * lambda ** 2 + lambda) / 20_000);
    expect(Math.abs(variance(values) - lambda)).toBeLessThan(4 * spread);
  });

  it('are no spikes at a rate of zero', () => {
    expect(new Draws(1, 'zero').poisson(0)).toBe(0);
  });

  it('permute: every number once', () => {
    const order = new Draws(3, 'order').permutation(500);
    expect([...order].sort((a, b) => a - b)).toEqual(sample(500, () => 0).map((_, i) => i));
  });
});
