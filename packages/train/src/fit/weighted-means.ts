/** Sums of one epoch's metrics, weighted by trials. JSON-serialisable, so that an epoch can be resumed. */
export type WeightedSums = Record<string, { sum: number; weight: number }>;

const SESSION_METRIC = /^recon\/sess(\d+)$/;

/**
 * Adds a batch's metrics, weighted by its trials; those of one session (`recon/sess0`) by that session's.
 *
 * @param trials of each session in the batch
 */
export function addBatch(
  sums: WeightedSums,
  metrics: ReadonlyMap<string, number>,
  trials: ReadonlyMap<number, number>,
): void {
  const all = [...trials.values()].reduce((sum, n) => sum + n, 0);
  for (const [name, value] of metrics) {
    const session = SESSION_METRIC.exec(name)?.[1];
    const weight = session === undefined ? all : (trials.get(Number(session)) ?? all);
    const entry = (sums[name] ??= { sum: 0, weight: 0 });
    entry.sum += value * weight;
    entry.weight += weight;
  }
}

/** The weighted means, each name with `<split>/` in front. */
export const means = (sums: WeightedSums, split: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(sums).map(([name, { sum, weight }]) => [`${split}/${name}`, sum / weight]),
  );
