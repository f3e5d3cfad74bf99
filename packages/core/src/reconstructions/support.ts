import type { DataSupport } from '../contracts/index.js';

/** What a likelihood is defined on, in words: `whole numbers of at least 0`. */
export const describeSupport = ({ min, max, above, integer, orZero }: DataSupport): string => {
  const limits = [
    integer === true ? 'whole numbers' : 'numbers',
    above !== undefined && `above ${above}`,
    min !== undefined && `of at least ${min}`,
    max !== undefined && `of at most ${max}`,
    orZero === true && 'or 0',
  ];
  return limits.filter((limit) => limit !== false).join(' ');
};

/**
 * Index of the first value that a likelihood is not defined on; -1 when there is none. NaN is missing data
 * and no concern of the likelihood's.
 */
export const findUnsupported = (values: ArrayLike<number>, support: DataSupport): number => {
  const { min = -Infinity, max = Infinity, above = -Infinity, integer, orZero } = support;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const outside = value < min || value > max || value <= above;
    const broken = integer === true && Number.isFinite(value) && !Number.isInteger(value);
    if ((outside || broken) && !(orZero === true && value === 0)) return i;
  }
  return -1;
};
