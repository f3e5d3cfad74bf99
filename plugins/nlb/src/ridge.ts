import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** Sums of products of samples `[1, inputs, outputs]`: all that a linear map and its error need. */
export interface Moments {
  inputs: number;
  products: Matrix;
}

export interface LinearMap {
  /** `[inputs, outputs]` */
  weights: Matrix;
  /** One per output. */
  intercept: number[];
}

/** @param x `[samples, inputs]`; y `[samples, outputs]` */
export function moments(x: Matrix, y: Matrix): Moments {
  const samples = new Matrix(x.rows, 1 + x.columns + y.columns);
  for (let row = 0; row < x.rows; row++) samples.set(row, 0, 1);
  samples.setSubMatrix(x, 0, 1).setSubMatrix(y, 0, 1 + x.columns);
  return { inputs: x.columns, products: samples.transpose().mmul(samples) };
}

export const addMoments = (a: Moments, b: Moments): Moments => ({
  inputs: a.inputs,
  products: Matrix.add(a.products, b.products),
});

/** Means, and the sums of products of deviations from them. */
function central({ products }: Moments) {
  const samples = products.get(0, 0);
  const means = products.getRow(0).map((sum) => sum / samples);
  const column = Matrix.columnVector(means);
  return {
    means,
    deviations: Matrix.sub(products, column.mmul(column.transpose()).mul(samples)),
  };
}

/** The inputs' mean sum of squared deviations, a unit for penalties; 1 for inputs that never change. */
export function inputScale(samples: Moments): number {
  const { inputs } = samples;
  const { deviations } = central(samples);
  return deviations.subMatrix(1, inputs, 1, inputs).trace() / inputs || 1;
}

/** Of the inputs' scale: keeps the equations solvable where inputs are redundant. */
const LEAST_PENALTY = 1e-12;

/**
 * Ridge regression (Hoerl & Kennard 1970) of all outputs on all inputs, with intercepts that are not
 * penalised: least `|y - x w - b|² + penalty |w|²`.
 */
export function ridge(samples: Moments, penalty: number): LinearMap {
  const { inputs } = samples;
  const { means, deviations } = central(samples);
  const last = deviations.columns - 1;
  const squares = deviations.subMatrix(1, inputs, 1, inputs);
  const least = LEAST_PENALTY * (squares.trace() / inputs || 1);
  const regular = Matrix.add(squares, Matrix.eye(inputs).mul(penalty + least));
  const weights = new CholeskyDecomposition(regular).solve(
    deviations.subMatrix(1, inputs, inputs + 1, last),
  );
  const intercept = means
    .slice(inputs + 1)
    .map((mean, output) =>
      weights
        .getColumn(output)
        .reduce((rest, weight, input) => rest - weight * means[1 + input]!, mean),
    );
  return { weights, intercept };
}

/** R² of a map's predictions, by output; NaN for an output that never changes. */
export function mapR2({ weights, intercept }: LinearMap, samples: Moments): number[] {
  const { inputs, products } = samples;
  const { deviations } = central(samples);
  return intercept.map((constant, output) => {
    const at = 1 + inputs + output;
    const residual = [-constant, ...weights.getColumn(output).map((weight) => -weight)];
    let squares = products.get(at, at);
    residual.forEach((a, i) => {
      squares += 2 * a * products.get(at, i);
      residual.forEach((b, j) => (squares += a * b * products.get(i, j)));
    });
    const total = deviations.get(at, at);
    return total > 0 ? 1 - squares / total : NaN;
  });
}
