import type { FixtureErrors } from './accuracy.js';
import { LARGEST_RATIO, ROUNDING } from './kernel-accuracy.js';
import { isOneOf, KERNEL_DATASETS } from './kernel-datasets.js';

export interface SingleDatasets {
  engine: string;
  datasets: number;
  /** Datasets where our largest error is more than twice the reference's. */
  worse: number;
  /** Datasets where it is the other way round. */
  better: number;
}

/** How often either side is beyond the bound of the other, dataset by dataset of those that kernels have. */
export function singleDatasets(
  fixtures: readonly FixtureErrors[],
  engines: readonly string[],
): SingleDatasets[] {
  const compared = fixtures.flatMap(({ config, datasets }) =>
    datasets.filter(({ path }) => KERNEL_DATASETS.some((entry) => isOneOf(entry, path, config))),
  );
  const exceeds = (error: number, other: number) =>
    error > LARGEST_RATIO * Math.max(other, ROUNDING);
  return engines.map((engine) => {
    const pairs = compared.map(
      ({ reference, ours }) => [ours.get(engine)!.largest, reference.largest] as const,
    );
    return {
      engine,
      datasets: pairs.length,
      worse: pairs.filter(([ours, theirs]) => exceeds(ours, theirs)).length,
      better: pairs.filter(([ours, theirs]) => exceeds(theirs, ours)).length,
    };
  });
}
