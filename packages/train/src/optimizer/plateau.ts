export interface PlateauOptions {
  /** Factor by which the rate falls. */
  factor: number;
  /** How many epochs without improvement are borne before the rate falls. */
  patience: number;
  minLr: number;
}

export interface PlateauState {
  learningRate: number;
  best: number;
  badEpochs: number;
}

/** Smaller changes of the rate are not made. */
const SMALLEST_CHANGE = 1e-8;

/**
 * The learning rate after one more epoch with `metric` (lower is better), as PyTorch's
 * ReduceLROnPlateau with threshold 0 has it: after more than `patience` epochs without a new best the rate is multiplied
 * by `factor`, down to `minLr`, and the count starts again.
 */
export function plateauStep(
  state: PlateauState,
  metric: number,
  options: PlateauOptions,
): PlateauState {
  const { factor, patience, minLr } = options;
  const improved = metric < state.best;
  const best = improved ? metric : state.best;
  const badEpochs = improved ? 0 : state.badEpochs + 1;
  if (badEpochs <= patience) return { learningRate: state.learningRate, best, badEpochs };
  const reduced = Math.max(state.learningRate * factor, minLr);
  const changes = state.learningRate - reduced > SMALLEST_CHANGE;
  return { learningRate: changes ? reduced : state.learningRate, best, badEpochs: 0 };
}

export const startPlateau = (learningRate: number): PlateauState => ({
  learningRate,
  best: Infinity,
  badEpochs: 0,
});
