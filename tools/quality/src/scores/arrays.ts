import { LfadsError } from '@lfads/core';
import type { H5Array } from '@lfads/data';

/**
 * Looks up arrays of a file of sampled posteriors.
 *
 * @throws LfadsError LFADS_QUALITY_NO_OUTPUTS when there is no such array
 */
export const requireArray =
  (arrays: ReadonlyMap<string, H5Array>, path: string) =>
  (key: string): H5Array => {
    const array = arrays.get(key);
    if (array) return array;
    throw new LfadsError(
      'LFADS_QUALITY_NO_OUTPUTS',
      `${path} has no "${key}": it is no file of sampled posteriors.`,
      'Give a file that lfads train or lfads sample wrote: lfads_output_<session>.h5.',
    );
  };
