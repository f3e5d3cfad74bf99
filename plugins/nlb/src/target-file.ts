import { LfadsError } from '@lfads/core';
import { readH5 } from '@lfads/data';
import type { Arrays } from './from-recording.js';

/**
 * The arrays of one data set in a file of evaluation targets of the benchmark.
 *
 * @param dataset group of the file; default: the only one
 * @throws LfadsError LFADS_NLB_NO_TARGET
 */
export async function targetArrays(path: string, dataset: string | undefined): Promise<Arrays> {
  const arrays = await readH5(path);
  const groups = [
    ...new Set([...arrays.keys()].map((key) => key.split('/').slice(0, -1).join('/'))),
  ];
  const group = dataset ?? (groups.length === 1 ? groups[0]! : undefined);
  if (group !== undefined && groups.includes(group)) {
    const prefix = group === '' ? '' : `${group}/`;
    const inGroup = [...arrays].filter(([key]) => key.startsWith(prefix));
    return new Map(inGroup.map(([key, array]) => [key.slice(prefix.length), array]));
  }
  throw new LfadsError(
    'LFADS_NLB_NO_TARGET',
    dataset === undefined
      ? `${path} has several data sets.`
      : `${path} has no data set "${dataset}".`,
    `Choose one as dataset: ${groups.join(', ')}.`,
  );
}
