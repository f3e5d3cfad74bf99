import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComponentRegistry, Job } from '@lfads/core';
import { runSweep } from '@lfads/tune';
import { compose } from '../run/compose.js';
import { jobCommand } from './job-command.js';
import { launcherOf } from './launcher-of.js';
import type { SweepReport } from './sweep-report.js';
import { saveSweep, type SweepState } from './sweep-state.js';

/** Trains what a sweep has not trained yet; its file is kept up to date. */
export async function executeSweep(
  cwd: string,
  dir: string,
  state: SweepState,
  registry: ComponentRegistry,
  report: SweepReport,
  signal: AbortSignal,
): Promise<void> {
  const left = state.jobs.filter(({ result }) => result?.ok !== true);
  const byId = new Map(left.map((job) => [job.id, job]));
  const jobs = left.map(({ id, overrides }): Job => ({ id, overrides, dir: join(dir, id) }));
  for (const job of left) delete job.result; // those that failed are tried again
  report.started(dir, state);
  const first = jobs[0];
  if (first === undefined) return;
  for (const job of jobs) await clearUnbegun(job);
  const { name, dir: configDir } = state.config;
  const choice = { configName: name, ...(configDir !== undefined && { configDir }) };
  const config = await compose(cwd, { ...choice, overrides: first.overrides }, registry);
  const launcher = launcherOf(config, registry, dir, (job) => jobCommand(cwd, state, job));
  let saving = Promise.resolve();
  try {
    await runSweep(
      jobs,
      launcher,
      {
        started: (job) => report.begun(job.id),
        async ended({ id }, result) {
          if (signal.aborted && !result.ok) return;
          byId.get(id)!.result = result;
          report.ended(byId.get(id)!, state);
          saving = saving.then(() => saveSweep(dir, state));
          await saving;
        },
      },
      signal,
    );
  } finally {
    await launcher.dispose?.();
  }
}

/** Removes what a training left behind that ended before its first checkpoint. */
async function clearUnbegun({ dir }: Job): Promise<void> {
  if (!existsSync(join(dir, 'checkpoints', 'last.json'))) {
    await rm(dir, { recursive: true, force: true });
  }
}
