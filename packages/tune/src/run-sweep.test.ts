import type { Job, JobResult, Launcher } from '@lfads/core';
import { describe, expect, it } from 'vitest';
import { runSweep } from './index.js';

const jobs: Job[] = [0, 1, 2, 3, 4].map((i) => ({ id: `${i}`, overrides: [], dir: `/s/${i}` }));
const never = new AbortController().signal;
const pause = () => new Promise((resolve) => setTimeout(resolve, 2));

/** Runs jobs by a launcher of two slots, and writes down what happens. */
async function swept(
  launch: (job: Job, signal: AbortSignal) => Promise<JobResult>,
  signal = never,
) {
  const ended: [string, boolean][] = [];
  let [running, most] = [0, 0];
  const launcher: Launcher = {
    slots: 2,
    async launch(job, stop) {
      most = Math.max(most, ++running);
      try {
        await pause();
        return await launch(job, stop);
      } finally {
        running--;
      }
    },
  };
  const observer = {
    ended: (job: Job, { ok }: JobResult) => void ended.push([job.id, ok]),
  };
  const fault = await runSweep(jobs, launcher, observer, signal).catch((error: unknown) => error);
  return { ended: ended.sort(([a], [b]) => Number(a) - Number(b)), most, running, fault };
}

describe('runSweep', () => {
  it('runs all jobs, no more at a time than there are slots, whatever becomes of each', async () => {
    const run = await swept(async ({ id }) =>
      id === '1' ? { ok: false, reason: 'bad' } : { ok: true, metrics: {} },
    );
    expect(run.fault).toBeUndefined();
    expect(run.most).toBe(2);
    expect(run.ended).toEqual(jobs.map(({ id }) => [id, id !== '1']));
  });

  it('begins no more jobs once it is told to stop', async () => {
    const stop = new AbortController();
    const run = await swept(async ({ id }, signal) => {
      if (id === '1') stop.abort();
      return signal.aborted ? { ok: false, reason: 'stopped' } : { ok: true, metrics: {} };
    }, stop.signal);
    expect(run.ended.length).toBeLessThan(jobs.length);
    expect(run.ended).toContainEqual(['1', false]);
  });

  it('stops the others when the launcher cannot go on, and waits for them', async () => {
    let told = false;
    const run = await swept(async ({ id }, signal) => {
      if (id === '0') throw new Error('The queue is gone.');
      while (!signal.aborted) await pause();
      told = true;
      return { ok: false, reason: 'stopped' };
    });
    expect(run.fault).toEqual(new Error('The queue is gone.'));
    expect([told, run.running, run.ended]).toEqual([true, 0, [['1', false]]]);
  });
});
