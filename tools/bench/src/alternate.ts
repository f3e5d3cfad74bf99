import { median } from './statistics.js';
import type { Timing } from './timed-command.js';

export interface Ratio {
  ratio_median: number;
  ratio_min: number;
  ratio_max: number;
}

/**
 * Times all contestants in turn, A B A B or A B C A B C, so that a busy minute of the machine meets each of them.
 *
 * @returns the timings of each contestant, round by round
 */
export async function alternate<T>(
  rounds: number,
  contestants: readonly (() => Promise<T>)[],
): Promise<T[][]> {
  const timings: T[][] = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, time] of contestants.entries()) timings[i]!.push(await time());
  }
  return timings;
}

/** The ratio of a round is their median over ours: above 1, we are faster. */
export function ratioOf(
  ours: readonly Pick<Timing, 'median_ms'>[],
  theirs: readonly Pick<Timing, 'median_ms'>[],
): Ratio {
  const ratios = ours.map((timing, round) => theirs[round]!.median_ms / timing.median_ms);
  return {
    ratio_median: median(ratios),
    ratio_min: Math.min(...ratios),
    ratio_max: Math.max(...ratios),
  };
}
