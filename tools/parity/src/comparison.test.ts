import { describe, expect, it } from 'vitest';
import { compareGradient, compareValues } from './comparison.js';

const passes = (found: number[], expected: number[], float32Error?: number) =>
  compareValues('x', found, expected, float32Error).passed;

describe('values', () => {
  it('pass within 1e-5 plus 1e-4 of themselves', () => {
    expect(passes([100.009], [100])).toBe(true);
    expect(passes([100.011], [100])).toBe(false);
    expect(passes([0.9e-5], [0])).toBe(true);
    expect(passes([1.1e-5], [0])).toBe(false);
  });

  it('pass as NaN only where NaN is expected', () => {
    expect(passes([NaN], [NaN])).toBe(true);
    expect(passes([NaN], [1])).toBe(false);
    expect(passes([1], [NaN])).toBe(false);
  });

  it('fail when there are too many or too few', () => {
    expect(passes([1], [1, 1])).toBe(false);
  });

  it('pass beyond the tolerance only within the reference’s own float32 error, with a note', () => {
    const granted = compareValues('x', [1.002], [1], 1e-3);
    expect(granted).toMatchObject({ passed: true, note: expect.stringContaining('float32 error') });
    expect(passes([1.002], [1], 1e-4)).toBe(false);
  });
});

describe('gradients', () => {
  it('pass within a thousandth of their largest magnitude', () => {
    expect(compareGradient('g', [10, 0.009], [10, 0], 0).passed).toBe(true);
    expect(compareGradient('g', [10, 0.011], [10, 0], 0).passed).toBe(false);
  });

  it('must be zero where all of the gradient is', () => {
    expect(compareGradient('g', [0, 0], [0, 0], 0).passed).toBe(true);
    expect(compareGradient('g', [0, 1e-9], [0, 0], 0).passed).toBe(false);
  });
});
