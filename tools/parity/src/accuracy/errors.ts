import type { Values } from '../comparison.js';

/** Errors of some values against float64. */
export interface Errors {
  largest: number;
  sumOfSquares: number;
}

/** Distance between float32 numbers of this size. */
export const ulp = (value: number) =>
  value === 0 ? 2 ** -149 : 2 ** Math.max(-149, Math.floor(Math.log2(value)) - 23);

/** The largest absolute value among the finite ones. */
export function largestValue(values: Values): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Math.abs(values[i]!);
    if (value < Infinity) largest = Math.max(largest, value);
  }
  return largest;
}

/**
 * In multiples of `unit`; infinite where one is NaN or infinite and the other is another value, and where
 * there are more or fewer values.
 */
export function errorsOf(found: Values, exact: Values, unit: number): Errors {
  if (found.length !== exact.length) return { largest: Infinity, sumOfSquares: Infinity };
  let largest = 0;
  let sumOfSquares = 0;
  for (let i = 0; i < exact.length; i++) {
    if (Object.is(found[i], exact[i])) continue;
    const difference = Math.abs(found[i]! - exact[i]!) / unit;
    const error = Number.isNaN(difference) ? Infinity : difference;
    largest = Math.max(largest, error);
    sumOfSquares += error ** 2;
  }
  return { largest, sumOfSquares };
}
