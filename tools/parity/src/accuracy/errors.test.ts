import { describe, expect, it } from 'vitest';
import { errorsOf, largestValue, ulp } from './errors.js';

describe('an ulp', () => {
  it('is the distance to the next float32 number', () => {
    for (const value of [1, 1.999, 2, 0.3, 1e20, 2 ** -149]) {
      const bits = new Uint32Array(Float32Array.of(value).buffer);
      bits[0]! += 1;
      const next = new Float32Array(bits.buffer)[0]!;
      expect(ulp(value)).toBe(next - Math.fround(value));
    }
  });
});

describe('errors against float64', () => {
  it('are in multiples of the unit', () => {
    expect(errorsOf([1, 2.5, 2], [1, 2, 3], 0.5)).toEqual({ largest: 2, sumOfSquares: 5 });
  });

  it('are none where both are the same infinity, or NaN', () => {
    const special = [Infinity, -Infinity, NaN];
    expect(errorsOf(special, special, 1)).toEqual({ largest: 0, sumOfSquares: 0 });
  });

  it.each([
    [[NaN], [1]],
    [[1], [NaN]],
    [[Infinity], [1]],
    [[Infinity], [-Infinity]],
    [[1], [1, 2]],
  ])('are infinite for %j in place of %j', (found, exact) => {
    expect(errorsOf(found, exact, 1)).toEqual({ largest: Infinity, sumOfSquares: Infinity });
  });
});

it('leaves infinities and NaN out of the largest value', () => {
  expect(largestValue([1, -3, Infinity, NaN])).toBe(3);
});
