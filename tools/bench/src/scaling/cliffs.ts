export interface Cost {
  size: number;
  /** Time per unit of work. */
  unit: number;
}

/** Above this a size costs so much more a unit than the size before it that it is a cliff. */
const CLIFF = 1.25;

/** For each size whether its unit of work costs much more than that of the size before. */
export function cliffs(costs: readonly Cost[]): boolean[] {
  return costs.map(({ unit }, i) => i > 0 && unit > CLIFF * costs[i - 1]!.unit);
}
