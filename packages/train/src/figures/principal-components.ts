import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

export interface PrincipalComponents {
  /** `[samples][count]` scores along the axes of largest variance. */
  scores: Float64Array[];
  /** Share of the variance that they hold, 0 to 1. */
  explained: number;
}

/**
 * Principal component scores of `samples` rows of `size` values.
 *
 * @param values row-major `[samples, size]`
 * @param count components to keep; fewer when there are fewer dimensions
 */
export function principalComponents(
  values: ArrayLike<number>,
  size: number,
  count: number,
): PrincipalComponents {
  const samples = values.length / size;
  const mean = new Float64Array(size);
  for (let i = 0; i < values.length; i++) mean[i % size]! += values[i]! / samples;
  const covariance = new Float64Array(size * size);
  for (let sample = 0; sample < samples; sample++) {
    for (let a = 0; a < size; a++) {
      const deviation = values[sample * size + a]! - mean[a]!;
      for (let b = 0; b <= a; b++) {
        covariance[a * size + b]! +=
          (deviation * (values[sample * size + b]! - mean[b]!)) / samples;
      }
    }
  }
  const symmetric = new Matrix(size, size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      symmetric.set(a, b, covariance[Math.max(a, b) * size + Math.min(a, b)]!);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues
    .map((variance, axis) => ({ variance, axis }))
    .sort((a, b) => b.variance - a.variance);
  const kept = order.slice(0, count);
  const sum = (axes: typeof order) => axes.reduce((total, { variance }) => total + variance, 0);
  const scores = Array.from({ length: samples }, (_, sample) =>
    Float64Array.from(kept, ({ axis }) => {
      let score = 0;
      for (let i = 0; i < size; i++) {
        score += (values[sample * size + i]! - mean[i]!) * eigenvectorMatrix.get(i, axis);
      }
      return score;
    }),
  );
  return { scores, explained: sum(kept) / sum(order) };
}
