import { Matrix, solve } from 'ml-matrix';

/** Values `[trial, step, channel]`, row-major. */
export interface Series {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

export interface FineSplit {
  /** What is decoded from, in steps of a frame or of a bin. */
  from: Series;
  /** What is decoded, in as many steps or a multiple of them. */
  to: Series;
}

export interface FineDecoding {
  /** R² of each channel on the validation trials. */
  r2: number[];
  /** Fine steps by which the input was taken to lie behind the start of its own step. */
  offset: number;
}

const PENALTY = 1e-3;

/**
 * Decodes what is known in fine steps from what may have been inferred in coarser ones: inputs are interpolated linearly, the map is
 * fitted on the training trials by ridge regression. At which time within a step a coarse input is taken to lie is chosen in
 * its favour, by the validation trials.
 */
export function decodeFine(train: FineSplit, valid: FineSplit): FineDecoding {
  const ratio = train.to.shape[1]! / train.from.shape[1]!;
  const offsets = Array.from({ length: Math.max(1, Math.floor(ratio)) }, (_, i) => i);
  const tried = offsets.map((offset) => ({
    offset,
    r2: scores(train, valid, (from) => finer(from, train.to.shape[1]!, offset)),
  }));
  return tried.reduce((best, one) => (mean(one.r2) > mean(best.r2) ? one : best));
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** As many steps, at (step - offset) / ratio of the coarse ones. */
function finer({ shape, data }: Series, steps: number, offset: number): Series {
  const [trials = 0, coarse = 0, channels = 0] = shape;
  if (steps === coarse) return { shape, data };
  const ratio = steps / coarse;
  const fine = new Float64Array(trials * steps * channels);
  for (let trial = 0; trial < trials; trial++) {
    for (let step = 0; step < steps; step++) {
      const at = Math.min(coarse - 1, Math.max(0, (step - offset) / ratio));
      const before = Math.floor(at);
      const after = Math.min(coarse - 1, before + 1);
      const share = at - before;
      for (let channel = 0; channel < channels; channel++) {
        const [a, b] = [before, after].map(
          (frame) => data[(trial * coarse + frame) * channels + channel]!,
        ) as [number, number];
        fine[(trial * steps + step) * channels + channel] = a + share * (b - a);
      }
    }
  }
  return { shape: [trials, steps, channels], data: fine };
}

function scores(train: FineSplit, valid: FineSplit, fit: (from: Series) => Series): number[] {
  const [x, y] = [withOnes(fit(train.from)), asMatrix(train.to)];
  const squares = x.transpose().mmul(x);
  const last = x.columns - 1;
  for (let i = 0; i < last; i++) {
    squares.set(i, i, squares.get(i, i) + (PENALTY * squares.trace()) / x.columns);
  }
  const weights = solve(squares, x.transpose().mmul(y));
  const [predicted, truth] = [withOnes(fit(valid.from)).mmul(weights), asMatrix(valid.to)];
  return Array.from({ length: truth.columns }, (_, column) => {
    const [found, wanted] = [predicted.getColumn(column), truth.getColumn(column)];
    const average = mean(wanted);
    const residual = wanted.reduce((sum, value, i) => sum + (value - found[i]!) ** 2, 0);
    return 1 - residual / wanted.reduce((sum, value) => sum + (value - average) ** 2, 0);
  });
}

function asMatrix({ shape, data }: Series): Matrix {
  return Matrix.from1DArray(shape[0]! * shape[1]!, shape[2]!, Array.from(data));
}

const withOnes = (series: Series): Matrix => {
  const matrix = asMatrix(series);
  return matrix.addColumn(matrix.columns, new Array<number>(matrix.rows).fill(1));
};
