import { Matrix } from 'ml-matrix';
import { mean } from './r2-scores.js';
import { addMoments, type LinearMap, mapR2, type Moments, moments, ridge } from './ridge.js';
import { range, rows, type Series } from './series.js';
import { requireShapes } from './shapes.js';

/** One split: what is decoded from, what is decoded, and which trials share a decoder. */
export interface DecodedSplit {
  rates: Series;
  /** NaN in the first channel marks steps to leave out. */
  behavior: Series;
  /** `[trial, group]`, not 0: the trial belongs to the group. Without: one group of all trials. */
  groups?: { readonly shape: readonly number[]; readonly data: ArrayLike<number> } | undefined;
}

/** The penalties of nlb_tools: 9 from 1e-4 to 1, evenly spaced in their logarithm. */
export const PENALTIES = range(9).map((i) => 10 ** (-4 + i / 2));
const FOLDS = 5;
/** Without a search. */
const ONE_PENALTY = 1e-2;

/**
 * R² of behaviour, such as hand velocity, decoded from rates by ridge regression (Pei et al. 2021): one decoder for each
 * group of trials, fitted on the training trials, its penalty chosen by 5-fold cross-validation over runs of
 * neighbouring samples; the mean over the behaviour's channels, and over groups.
 *
 * @returns NaN when a group has fewer samples than folds, or there is nothing to score
 * @throws LfadsError LFADS_NLB_SHAPES
 */
export function velocityDecoding(
  train: DecodedSplit,
  valid: DecodedSplit,
  { search = true }: { search?: boolean } = {},
): number {
  checkSplit(train);
  checkSplit(valid);
  requireShapes(
    train.rates.shape[2] === valid.rates.shape[2] &&
      train.behavior.shape[2] === valid.behavior.shape[2],
    {
      'training rates': train.rates,
      rates: valid.rates,
      'training behaviour': train.behavior,
      behaviour: valid.behavior,
    },
  );
  const groups = train.groups?.shape[1] ?? 1;
  return mean(
    range(groups).map((group) => groupScore(samples(train, group), samples(valid, group), search)),
  );
}

/** Rates may go on after the behaviour. */
function checkSplit({ rates, behavior, groups }: DecodedSplit): void {
  const [trials, steps = 0] = behavior.shape;
  requireShapes(
    rates.shape[0] === trials &&
      rates.shape[1]! >= steps &&
      (groups === undefined || groups.shape[0] === trials),
    { rates, behaviour: behavior, ...(groups && { groups }) },
  );
}

interface Samples {
  x: Matrix;
  y: Matrix;
}

function groupScore(train: Samples, valid: Samples, search: boolean): number {
  if (train.x.rows < FOLDS || valid.x.rows === 0) return NaN;
  const folds = foldsOf(train);
  const all = folds.reduce(addMoments);
  const held = moments(valid.x, valid.y);
  return score(ridge(all, search ? bestPenalty(folds) : ONE_PENALTY), held);
}

function bestPenalty(folds: readonly Moments[]): number {
  const scores = PENALTIES.map((penalty) =>
    mean(
      folds.map((fold, i) => {
        const others = folds.filter((_, other) => other !== i).reduce(addMoments);
        return score(ridge(others, penalty), fold);
      }),
    ),
  );
  return PENALTIES[scores.indexOf(Math.max(...scores))]!;
}

const score = (map: LinearMap, held: Moments): number =>
  mean(mapR2(map, held).map((r2) => (Number.isNaN(r2) ? 0 : r2)));

/** Runs of neighbouring samples; the first ones have one more where they do not come out even. */
function foldsOf({ x, y }: Samples): Moments[] {
  const size = Math.floor(x.rows / FOLDS);
  const longer = x.rows % FOLDS;
  return range(FOLDS).map((fold) => {
    const start = fold * size + Math.min(fold, longer);
    const end = start + size + (fold < longer ? 1 : 0) - 1;
    return moments(
      x.subMatrix(start, end, 0, x.columns - 1),
      y.subMatrix(start, end, 0, y.columns - 1),
    );
  });
}

function samples({ rates, behavior, groups }: DecodedSplit, group: number): Samples {
  const trials = range(behavior.shape[0]!).filter(
    (trial) => groups === undefined || groups.data[trial * groups.shape[1]! + group] !== 0,
  );
  const steps = [0, behavior.shape[1]!] as const;
  const [x, y] = [rows(rates, trials, steps), rows(behavior, trials, steps)];
  const known = range(y.rows).filter((row) => !Number.isNaN(y.get(row, 0)));
  return { x: selectRows(x, known), y: selectRows(y, known) };
}

const selectRows = (matrix: Matrix, chosen: readonly number[]): Matrix => {
  const selected = new Matrix(chosen.length, matrix.columns);
  chosen.forEach((row, i) => selected.setRow(i, matrix.getRow(row)));
  return selected;
};
