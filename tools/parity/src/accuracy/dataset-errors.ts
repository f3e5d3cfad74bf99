import type { Values } from '../comparison.js';
import { onEngine } from './engines.js';
import type { Computed } from './computed.js';
import { type Errors, errorsOf, largestValue, ulp } from './errors.js';
import { inFloat64 } from './float64.js';

/** Errors of one dataset, in ulps of its largest value. */
export interface DatasetErrors {
  path: string;
  count: number;
  /** The reference's in float32. */
  reference: Errors;
  /** Ours, by engine. */
  ours: ReadonlyMap<string, Errors>;
}

/**
 * Computes in float64, then on every engine that this machine has. What an engine does not compute counts as
 * infinitely wrong.
 *
 * @param reference the reference's float32 numbers of a path, given the exact ones
 */
export async function datasetErrors(
  compute: () => Computed,
  engines: readonly string[],
  reference: (path: string, exact: Values) => Values,
): Promise<DatasetErrors[]> {
  const exact = inFloat64(compute);
  const computed = new Map<string, Computed>();
  for (const engine of engines) {
    const found = await onEngine(engine, compute);
    if (found) computed.set(engine, found);
  }
  return [...exact].map(([path, values]) => {
    const unit = ulp(largestValue(values));
    return {
      path,
      count: values.length,
      reference: errorsOf(reference(path, values), values, unit),
      ours: new Map(
        [...computed].map(([engine, found]) => [
          engine,
          errorsOf(found.get(path) ?? [], values, unit),
        ]),
      ),
    };
  });
}
