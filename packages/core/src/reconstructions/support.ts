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
 * and no concern of the likelihood's. Limits count as the float32 numbers that they are in tensors.
 */
export const findUnsupported = (values: ArrayLike<number>, support: DataSupport): number => {
  const { integer, orZero } = support;
  const [min, max, above] = [
    support.min ?? -Infinity,
    support.max ?? Infinity,
    support.above ?? -Infinity,
  ].map(Math.fround) as [number, number, number];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const outside = value < min || value > max || value <= above;
    const broken = integer === true && Number.isFinite(value) && !Number.isInteger(value);
    if ((outside || broken) && !(orZero === true && value === 0)) return i;
  }
  return -1;
};

/** Where an element of a `[trials, time, channels]` array lies, counted from 0. */
export function describePosition(shape: readonly number[], index: number): string {
  const names =
    shape.length === 3 ? ['trial', 'time step', 'channel'] : shape.map((_, i) => `axis ${i}:`);
  let below = 1;
  const places = shape.map(() => '');
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    places[axis] = `${names[axis]} ${Math.floor(index / below) % shape[axis]!}`;
    below *= shape[axis]!;
  }
  return places.join(', ');
}

/**
 * In words, the first value that a likelihood is not defined on, and where it is; undefined when there is none.
 *
 * @param values `[trials, time, channels]`, row-major
 * @param trialsBefore the number of the first trial
 */
export function describeUnsupported(
  values: ArrayLike<number>,
  [trials, steps, channels]: readonly [number, number, number],
  support: DataSupport,
  trialsBefore = 0,
): string | undefined {
  const first = findUnsupported(values, support);
  if (first === -1) return undefined;
  const shape = [trialsBefore + trials, steps, channels];
  const position = describePosition(shape, trialsBefore * steps * channels + first);
  return `${values[first]} at ${position} (counted from 0), but model.reconstruction is defined on ${describeSupport(support)}`;
}
