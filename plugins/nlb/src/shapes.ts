import { LfadsError } from '@lfads/core';

interface Shaped {
  readonly shape: readonly number[];
}

/**
 * Refuses arrays that cannot be scored against each other.
 *
 * @param agree of the arrays, in the order of their names
 * @throws LfadsError LFADS_NLB_SHAPES
 */
export function requireShapes(agree: boolean, arrays: Readonly<Record<string, Shaped>>): void {
  if (agree) return;
  const found = Object.entries(arrays).map(([name, { shape }]) => `${name} [${shape.join(', ')}]`);
  throw new LfadsError(
    'LFADS_NLB_SHAPES',
    `These do not fit each other: ${found.join(', ')}.`,
    'Rates and what they are scored by need the same trials and channels: are they of the same data set and split?',
  );
}

export const sameShape = (a: Shaped, b: Shaped): boolean =>
  a.shape.length === b.shape.length && a.shape.every((size, axis) => size === b.shape[axis]);
