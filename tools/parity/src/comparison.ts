/** How far a field may be from the reference: |found - expected| <= atol + rtol |expected|. */
export interface Tolerance {
  rtol: number;
  atol: number;
}

export const OUTPUT_TOLERANCE: Tolerance = { rtol: 1e-4, atol: 1e-5 };
/** Of a gradient's own largest magnitude. */
export const GRADIENT_TOLERANCE = 1e-3;
/** How many times the reference's own float32 error is granted where it is larger than the tolerance. */
const FLOAT32_ERRORS = 3;

export interface Comparison {
  /** Path of the dataset. */
  field: string;
  /** Largest error: relative to the tolerance's scale, so that it passes up to `limit`. */
  error: number;
  limit: number;
  passed: boolean;
  note?: string;
  /** What was compared; absent when there was nothing to compare. */
  found?: Values;
}

export type Values = ArrayLike<number>;

const largest = (values: Values): number => {
  let max = 0;
  for (let i = 0; i < values.length; i++) max = Math.max(max, Math.abs(values[i]!));
  return max;
};

const difference = (found: number, expected: number): number => {
  if (Number.isNaN(expected)) return Number.isNaN(found) ? 0 : Infinity;
  if (found === expected) return 0;
  const value = Math.abs(found - expected);
  return Number.isNaN(value) ? Infinity : value;
};

export const wrongSize = (field: string, found: number, expected: number): Comparison => ({
  field,
  error: Infinity,
  limit: 0,
  passed: false,
  note: `${found} values instead of ${expected}`,
});

export const missing = (field: string, note: string): Comparison => ({
  field,
  error: Infinity,
  limit: 0,
  passed: false,
  note,
});

/**
 * Elementwise by rtol and atol; the error is relative to |expected| + atol/rtol.
 *
 * @param float32Error the reference's own error in float32, granted (threefold) where it is larger
 */
export function compareValues(
  field: string,
  found: Values,
  expected: Values,
  float32Error = 0,
  { rtol, atol }: Tolerance = OUTPUT_TOLERANCE,
): Comparison {
  if (found.length !== expected.length) return wrongSize(field, found.length, expected.length);
  let error = 0;
  let passed = true;
  let granted = false;
  for (let i = 0; i < expected.length; i++) {
    const off = difference(found[i]!, expected[i]!);
    const scale = Number.isNaN(expected[i]!) ? 1 : Math.abs(expected[i]!) + atol / rtol;
    error = Math.max(error, off / scale);
    if (off <= rtol * scale) continue;
    if (off <= FLOAT32_ERRORS * float32Error) granted = true;
    else passed = false;
  }
  return {
    field,
    error,
    limit: rtol,
    passed,
    found: Float64Array.from(found),
    ...(granted && { note: float32Note(float32Error) }),
  };
}

/** A gradient: the largest difference relative to its largest magnitude. */
export function compareGradient(
  field: string,
  found: Values,
  expected: Values,
  float32Error: number,
): Comparison {
  if (found.length !== expected.length) return wrongSize(field, found.length, expected.length);
  let off = 0;
  for (let i = 0; i < expected.length; i++)
    off = Math.max(off, difference(found[i]!, expected[i]!));
  const magnitude = largest(expected);
  const error = off === 0 ? 0 : off / magnitude;
  const within = error <= GRADIENT_TOLERANCE;
  const granted = !within && off <= FLOAT32_ERRORS * float32Error;
  return {
    field,
    error,
    limit: GRADIENT_TOLERANCE,
    passed: within || granted,
    found: Float64Array.from(found),
    ...(granted && { note: float32Note(float32Error) }),
  };
}

const float32Note = (error: number) =>
  `beyond the tolerance, but within ${FLOAT32_ERRORS} times the reference's own float32 error (${error.toExponential(1)})`;
