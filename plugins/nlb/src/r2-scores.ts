/** R² of one output; as scikit-learn has it, 1 or 0 for one that never changes. */
export function r2OrConstant(residual: number, total: number): number {
  if (total > 0) return 1 - residual / total;
  return residual === 0 ? 1 : 0;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
