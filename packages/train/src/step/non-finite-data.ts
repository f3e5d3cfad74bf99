import type { Batch } from '@lfads/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';

/** The tensors of a session's batch that the loss depends on. NaN in the target may mark bins that are not there. */
const SOURCES = ['encodData', 'extInput', 'reconData'] as const;
const MOST_NAMED = 5;

/**
 * What of a batch's data is NaN or infinite, one text per session and tensor; empty when all is finite.
 * Trials are counted within the session's part of the batch, from 0.
 */
export function nonFiniteData(batch: Batch): string[] {
  return [...batch].flatMap(([session, data]) =>
    SOURCES.flatMap((source) => {
      const tensor = data[source];
      const where = tensor && describe(tensor);
      return where ? [`${source} of session ${session} ${where}`] : [];
    }),
  );
}

function describe(tensor: Tensor3D): string | undefined {
  const [, steps, size] = tensor.shape;
  const trials = new Set<number>();
  const channels = new Set<number>();
  let count = 0;
  tensor.dataSync().forEach((value, i) => {
    if (Number.isFinite(value)) return;
    count += 1;
    trials.add(Math.floor(i / (steps * size)));
    channels.add(i % size);
  });
  if (count === 0) return undefined;
  const values = count === 1 ? '1 value that is' : `${count} values that are`;
  return `holds ${values} not finite (${list('trial', trials)}; ${list('channel', channels)})`;
}

function list(what: string, found: ReadonlySet<number>): string {
  const sorted = [...found].sort((a, b) => a - b);
  const named = sorted.slice(0, MOST_NAMED).join(', ');
  const more = sorted.length > MOST_NAMED ? ` and ${sorted.length - MOST_NAMED} more` : '';
  return `${what}${sorted.length === 1 ? '' : 's'} ${named}${more}`;
}
