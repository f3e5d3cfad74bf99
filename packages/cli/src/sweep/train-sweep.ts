import { LfadsError } from '@lfads/core';
import type { CliContext } from '../context.js';
import { ExitCode } from '../exit-codes.js';
import { interruptible } from '../run/interruptible.js';
import { createProjectRegistry } from '../run/project-registry.js';
import { beginSweep, type SweepRequest } from './begin-sweep.js';
import { executeSweep } from './execute-sweep.js';
import { jsonSweepReport, textSweepReport } from './sweep-report.js';
import { loadSweep } from './sweep-state.js';

export interface SweepOptions extends SweepRequest {
  resume?: string;
  threads?: number;
  runDir?: string;
  json: boolean;
}

/** `lfads train --multirun`: trains every combination of the overrides' values, or what a sweep has left. */
export async function trainSweep(
  options: SweepOptions,
  { io, exitWith }: CliContext,
): Promise<void> {
  refuse(options);
  const { resume, json } = options;
  const known = resume === undefined ? undefined : await loadSweep(io.cwd, resume);
  const registry = await createProjectRegistry(io.cwd, known?.[1].plugins ?? options.plugin);
  const [dir, state] = known ?? (await beginSweep(io.cwd, options, registry));
  const report = (json ? jsonSweepReport : textSweepReport)(io);
  const interrupted = await interruptible(io, async (signal) => {
    try {
      await executeSweep(io.cwd, dir, state, registry, report, signal);
    } finally {
      report.clear();
    }
    return signal.aborted && state.jobs.some(({ result }) => result === undefined);
  });
  report.finished(dir, state, interrupted);
  if (interrupted) exitWith(ExitCode.interrupted);
  else if (state.jobs.some(({ result }) => result?.ok !== true)) exitWith(ExitCode.jobsFailed);
}

/** @throws LfadsError LFADS_SWEEP_OPTIONS for what cannot be said of a sweep */
function refuse({ threads, runDir, resume, overrides }: SweepOptions): void {
  const fault = (message: string, hint: string) =>
    new LfadsError('LFADS_SWEEP_OPTIONS', message, hint);
  if (threads !== undefined) {
    throw fault(
      'The launcher shares out the threads of a sweep, so --threads cannot be given.',
      'For the threads of each training write launcher.threads=<n>.',
    );
  }
  if (runDir !== undefined) {
    throw fault('A sweep has a folder for each run, so --run-dir cannot be given.', 'Use --name.');
  }
  if (resume !== undefined && overrides.length > 0) {
    throw fault(
      `A sweep goes on as it was begun, so it takes no overrides: ${overrides.join(' ')}`,
      'Leave them out, or begin a new sweep.',
    );
  }
}
