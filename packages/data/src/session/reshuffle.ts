import { dataError } from '../errors.js';
import { elementCount, type H5Dataset } from '../h5/types.js';
import { numpyPermutation } from './numpy-permutation.js';

/** Which trials, counted through train and then valid, make up the new splits. */
export interface TrialSplit {
  train: Uint32Array;
  valid: Uint32Array;
}

/**
 * The split that scikit-learn's `train_test_split(random_state=seed)` makes of train and valid together.
 *
 * @param ratio the share of trials for validation, between 0 and 1; without it as many as there were
 */
export function reshuffledSplit(
  trials: { train: number; valid: number },
  seed: number,
  ratio?: number,
): TrialSplit {
  const all = trials.train + trials.valid;
  const valid = ratio === undefined ? trials.valid : Math.ceil(ratio * all);
  if (valid < 1 || valid >= all) {
    throw dataError(
      'LFADS_DATA_OPTIONS',
      `reshuffle_tv_ratio ${ratio} of ${all} trials leaves ${valid} for validation and ${all - valid} for training.`,
      'Both need at least one trial.',
    );
  }
  const order = numpyPermutation(seed, all);
  return { train: order.slice(valid), valid: order.slice(0, valid) };
}

type Values = H5Dataset['data'];
type Rows<Data> = { readonly shape: readonly number[]; readonly data: Data };

/** Trials `order` of two arrays taken as one after the other; the arrays agree in all axes but the first. */
export function takeTrials<Data extends Values>(
  first: Rows<Data>,
  second: Rows<Data>,
  order: Uint32Array,
): { shape: number[]; data: Data } {
  const rest = first.shape.slice(1);
  const length = elementCount(rest);
  const split = first.shape[0] ?? 0;
  const pieces = (trial: number) => {
    const [{ data }, start] = trial < split ? [first, trial] : [second, trial - split];
    return [data, start * length, (start + 1) * length] as const;
  };
  return { shape: [order.length, ...rest], data: join(first.data, order, length, pieces) };
}

function join<Data extends Values>(
  like: Data,
  order: Uint32Array,
  length: number,
  pieces: (trial: number) => readonly [Data, number, number],
): Data {
  if (!ArrayBuffer.isView(like)) {
    const strings: string[] = [];
    for (const trial of order) {
      const [data, from, to] = pieces(trial);
      strings.push(...(data as readonly string[]).slice(from, to));
    }
    return strings as readonly string[] as Data;
  }
  const joined = new (like.constructor as new (length: number) => Float32Array)(
    order.length * length,
  );
  order.forEach((trial, row) => {
    const [data, from, to] = pieces(trial);
    joined.set((data as Float32Array).subarray(from, to), row * length);
  });
  return joined as Values as Data;
}
