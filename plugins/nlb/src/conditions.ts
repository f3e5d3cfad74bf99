import type { Conditions } from './psth.js';
import { range } from './series.js';

interface Numbers {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/**
 * The trials of each condition, from either of two forms: a number for every trial, its condition (NaN or negative: none), or a
 * row of trial numbers for every condition, with NaN behind shorter rows.
 *
 * @param count conditions there are at least
 */
export function conditionsOf({ shape, data }: Numbers, count = 0): Conditions {
  const numbers = Array.from(data);
  if (shape.length === 2) {
    const width = shape[1]!;
    return range(shape[0]!).map((row) =>
      numbers.slice(row * width, (row + 1) * width).filter((trial) => !Number.isNaN(trial)),
    );
  }
  const conditions = Math.max(count, 1 + Math.max(-1, ...numbers.filter((n) => !Number.isNaN(n))));
  const trials = range(conditions).map((): number[] => []);
  numbers.forEach((condition, trial) => trials[condition]?.push(trial));
  return trials;
}
