import { LfadsError } from '@lfads/core';
import { readH5 } from '@lfads/data';
import { Matrix } from 'ml-matrix';

/** A session's trials averaged by condition. */
export interface ConditionAverages {
  path: string;
  /** Time steps of a trial. */
  steps: number;
  channels: number;
  /** By condition: the mean over its trials, `[steps, channels]`. */
  byCondition: ReadonlyMap<number, Matrix>;
}

/**
 * Averages a session's training trials (`train_encod_data`, by `train_cond_idx`).
 *
 * @throws LfadsError LFADS_DATA_MISSING_KEY when the file has no conditions, LFADS_STITCH_CONDITIONS when
 * they are not one per trial, LFADS_STITCH_NAN when samples are missing
 */
export async function conditionAverages(path: string): Promise<ConditionAverages> {
  const arrays = await readH5(path, ['train_encod_data', 'train_cond_idx']);
  const encod = arrays.get('train_encod_data')!;
  const conditions = arrays.get('train_cond_idx')!;
  const [trials = 0, steps = 0, channels = 0] = encod.shape;
  if (conditions.data.length !== trials) {
    throw new LfadsError(
      'LFADS_STITCH_CONDITIONS',
      `${path} has ${trials} training trials and ${conditions.data.length} entries of train_cond_idx.`,
      'Give one condition per trial.',
    );
  }
  const sums = new Map<number, { sum: Matrix; count: number }>();
  const size = steps * channels;
  for (let trial = 0; trial < trials; trial++) {
    const values = Array.from(encod.data.subarray(trial * size, (trial + 1) * size));
    if (values.some(Number.isNaN)) {
      throw new LfadsError(
        'LFADS_STITCH_NAN',
        `Training trial ${trial} of ${path} has missing samples (NaN) in train_encod_data.`,
        'Stitch files without missing samples.',
      );
    }
    const condition = Number(conditions.data[trial]);
    const entry = sums.get(condition) ?? { sum: Matrix.zeros(steps, channels), count: 0 };
    entry.sum.add(Matrix.from1DArray(steps, channels, values));
    entry.count++;
    sums.set(condition, entry);
  }
  const byCondition = new Map(
    [...sums].map(([condition, { sum, count }]) => [condition, sum.div(count)]),
  );
  return { path, steps, channels, byCondition };
}

/**
 * Conditions that all sessions have, ascending.
 *
 * @throws LfadsError LFADS_STITCH_CONDITIONS when they share none, LFADS_STITCH_STEPS when trials differ in length
 */
export function sharedConditions(sessions: readonly ConditionAverages[]): number[] {
  const [first, ...others] = sessions;
  if (!first) return [];
  const odd = others.find(({ steps }) => steps !== first.steps);
  if (odd) {
    throw new LfadsError(
      'LFADS_STITCH_STEPS',
      `Trials of ${first.path} have ${first.steps} time steps, those of ${odd.path} ${odd.steps}.`,
      'Cut all sessions to the same time around the same event.',
    );
  }
  const shared = [...first.byCondition.keys()]
    .filter((condition) => others.every(({ byCondition }) => byCondition.has(condition)))
    .sort((a, b) => a - b);
  if (shared.length > 0) return shared;
  throw new LfadsError(
    'LFADS_STITCH_CONDITIONS',
    `No condition (train_cond_idx) is in all of: ${sessions.map(({ path }) => path).join(', ')}.`,
    'Number the same condition alike in all files.',
  );
}

/** The averages of these conditions below each other: `[conditions * steps, channels]`. */
export function stackConditions(
  { steps, channels, byCondition }: ConditionAverages,
  conditions: readonly number[],
): Matrix {
  const stacked = Matrix.zeros(conditions.length * steps, channels);
  conditions.forEach((condition, i) =>
    stacked.setSubMatrix(byCondition.get(condition)!, i * steps, 0),
  );
  return stacked;
}
