import { describePosition } from '@lfads/core';
import { dataError } from '../errors.js';

/**
 * @param allowNan NaN marks values that are not there (selective backpropagation); infinity never passes
 * @throws LFADS_DATA_NOT_FINITE naming the first bad element and how many there are
 */
export function checkFinite(
  where: { path: string; key: string },
  { shape, data }: { shape: readonly number[]; data: Float32Array },
  allowNan: boolean,
): void {
  let first = -1;
  let count = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (Number.isFinite(value) || (allowNan && Number.isNaN(value))) continue;
    if (count++ === 0) first = i;
  }
  if (count === 0) return;
  const value = Number.isNaN(data[first]) ? 'NaN' : 'an infinite value';
  throw dataError(
    'LFADS_DATA_NOT_FINITE',
    `${where.path}: "${where.key}" holds ${value} at ${describePosition(shape, first)} (counted from 0); ` +
      `${count} of ${data.length} values are not finite.`,
    allowNan || value !== 'NaN'
      ? 'Replace these values or leave the trials out.'
      : 'Replace these values, leave the trials out, or, if NaN marks samples that were not recorded, set datamodule.allow_nan to true and add SelectiveBackpropThruTime to the augmentation stacks.',
  );
}
