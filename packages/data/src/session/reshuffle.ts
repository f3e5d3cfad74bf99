import { dataError } from '../errors.js';
import { elementCount } from '../h5/types.js';
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

type Rows<Data> = { readonly shape: readonly number[]; readonly data: Data };

/** Trials `order` of two arrays taken as one after the other; the arrays agree in all axes but the first. */
export function takeTrials<Data extends { readonly length: number }>(
  first: Rows<Data>,
  second: Rows<Data>,
  order: Uint32Array,
): { shape: number[]; data: Data } {
  const rest = first.shape.slice(1);
  const length = elementCount(rest);
  const split = first.shape[0] ?? 0;
  const shape = [order.length, ...rest];
  const taken = emptyLike(first.data, order.length * length) as unknown as Record<number, unknown>;
  order.forEach((trial, row) => {
    const [{ data }, start] = trial < split ? [first, trial] : [second, trial - split];
    for (let i = 0; i < length; i++) {
      taken[row * length + i] = (data as unknown as ArrayLike<unknown>)[start * length + i];
    }
  });
  return { shape, data: taken as unknown as Data };
}

const emptyLike = (data: object, length: number): object =>
  new (data.constructor as new (length: number) => object)(length);
