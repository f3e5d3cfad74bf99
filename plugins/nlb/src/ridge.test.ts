import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { mapR2, moments, ridge } from './ridge.js';
import { noise } from './test-support/series.js';

describe('ridge regression', () => {
  const x = new Matrix(Array.from({ length: 40 }, (_, i) => [noise(i, 0), noise(i, 1)]));
  const y = new Matrix(x.to2DArray().map(([a = 0, b = 0]) => [3 * a - b + 2, a]));

  it('without a penalty is least squares with an intercept', () => {
    const { weights, intercept } = ridge(moments(x, y), 0);
    expect(weights.get(0, 0)).toBeCloseTo(3, 6);
    expect(weights.get(1, 0)).toBeCloseTo(-1, 6);
    expect(intercept[0]).toBeCloseTo(2, 6);
    expect(mapR2({ weights, intercept }, moments(x, y))[1]).toBeCloseTo(1, 6);
  });

  it('with a large penalty predicts the mean', () => {
    const samples = moments(x, y);
    const map = ridge(samples, 1e9);
    expect(map.weights.get(0, 0)).toBeCloseTo(0, 6);
    expect(mapR2(map, samples)[0]).toBeCloseTo(0, 6);
  });

  it('scores a map as its predictions would', () => {
    const map = ridge(moments(x, y), 0.5);
    const errors = x.to2DArray().map(([a = 0, b = 0], i) => {
      const predicted = a * map.weights.get(0, 0) + b * map.weights.get(1, 0) + map.intercept[0]!;
      return (y.get(i, 0) - predicted) ** 2;
    });
    const mean = y.getColumn(0).reduce((sum, value) => sum + value, 0) / y.rows;
    const total = y.getColumn(0).reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const expected = 1 - errors.reduce((sum, error) => sum + error, 0) / total;
    expect(mapR2(map, moments(x, y))[0]).toBeCloseTo(expected, 9);
  });
});
