import { NonFiniteError } from '../step/non-finite.js';
import type { Run } from './run.js';

/** What to do when a loss or a gradient is NaN or infinite. */
export const ON_NON_FINITE = ['stop', 'skip', 'rollback'] as const;

export interface NonFinitePolicy {
  /**
   * `stop`: end training with an error. `skip`: leave out the batch. `rollback`: go back to the start of
   * the epoch and repeat it with half the learning rate.
   */
  onNonFinite: (typeof ON_NON_FINITE)[number];
  /**
   * How many batches may be skipped with none in between that is finite, or how often one epoch may be
   * rolled back, before training ends all the same.
   */
  maxNonFinite: number;
}

/** Whether the batch that failed so is to be left out. */
export const skips = (
  { nonFinite }: Pick<Run, 'nonFinite'>,
  error: unknown,
): error is NonFiniteError => error instanceof NonFiniteError && nonFinite.onNonFinite === 'skip';

/**
 * Counts a failure of a batch that is to be skipped or rolled back.
 *
 * @param action what is done about it, for the warning
 * @throws NonFiniteError when that was one too many
 */
export function tolerate(
  { position, nonFinite: { maxNonFinite }, warn }: Pick<Run, 'position' | 'nonFinite' | 'warn'>,
  error: NonFiniteError,
  action: string,
): void {
  position.nonFinite += 1;
  if (position.nonFinite > maxNonFinite) {
    const times = `This was number ${position.nonFinite} in a row`;
    throw new NonFiniteError(error.what, `${times}; trainer.max_non_finite is ${maxNonFinite}.`);
  }
  warn(`${action}: ${error.what}.`);
}
