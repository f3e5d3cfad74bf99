import type { Job, JobResult, Launcher } from '@lfads/core';

/** Is told how a sweep goes on; what it does is waited for. */
export interface SweepObserver {
  started?(job: Job): void;
  ended?(job: Job, result: JobResult): void | Promise<void>;
}

/**
 * Runs jobs in their order, as many at a time as the launcher takes. The signal stops those under way and begins
 * no more.
 *
 * @throws what the launcher throws when it cannot go on; the other jobs are stopped first
 */
export async function runSweep(
  jobs: readonly Job[],
  launcher: Launcher,
  observer: SweepObserver,
  signal: AbortSignal,
): Promise<void> {
  const waiting = [...jobs];
  const failing = new AbortController();
  const stop = AbortSignal.any([signal, failing.signal]);
  const work = async () => {
    while (!stop.aborted) {
      const job = waiting.shift();
      if (job === undefined) return;
      observer.started?.(job);
      await observer.ended?.(job, await launcher.launch(job, stop));
    }
  };
  const slots = Array.from({ length: Math.min(launcher.slots, jobs.length) }, () =>
    work().catch((error: unknown) => {
      failing.abort();
      throw error;
    }),
  );
  const failed = (await Promise.allSettled(slots)).find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}
