import { join, relative } from 'node:path';
import type { Io } from '../io.js';
import { statusLine } from '../progress/status-line.js';
import { sweepCommand } from '../run/commands-to-go-on.js';
import { table } from '../table.js';
import type { SweepJob, SweepState } from './sweep-state.js';

/** Tells the user how a sweep goes, and at the end what came of it. */
export interface SweepReport {
  started(dir: string, state: SweepState): void;
  begun(id: string): void;
  ended(job: SweepJob, state: SweepState): void;
  finished(dir: string, state: SweepState, interrupted: boolean): void;
  /** Removes the progress line. */
  clear(): void;
}

const counts = ({ jobs }: SweepState) => {
  const done = jobs.filter(({ result }) => result?.ok === true).length;
  const failed = jobs.filter(({ result }) => result?.ok === false).length;
  return { done, failed, left: jobs.length - done - failed };
};

/** What is compared: the best checkpoint is chosen by the first of these, too. */
const SHOWN = ['valid/recon_smth', 'valid/recon', 'valid/bps', 'valid/co_bps', 'valid/r2'];

/** For people: a line for each training that is over, and a table at the end. */
export function textSweepReport(io: Io): SweepReport {
  const line = statusLine(io);
  let underWay = 0;
  const show = (state: SweepState) =>
    line.show(`${counts(state).done} of ${state.jobs.length} trained, ${underWay} under way`);
  const note = (text: string) => {
    line.clear();
    io.err(`${text}\n`);
  };
  let current: SweepState;
  return {
    started(dir, state) {
      current = state;
      const { done, left, failed } = counts(state);
      const before = done > 0 ? `, ${done} of them trained before` : '';
      note(
        `A sweep of ${state.jobs.length} trainings${before}, into ${relative(io.cwd, dir) || '.'}`,
      );
      if (left + failed > 0) show(state);
    },
    begun() {
      underWay++;
      show(current);
    },
    ended(job, state) {
      underWay--;
      const { done, failed } = counts(state);
      const what = namesOf(state.keys, job).join(' ') || `training ${job.id}`;
      const outcome = job.result?.ok === false ? `failed: ${job.result.reason}` : 'trained';
      note(`[${done + failed}/${state.jobs.length}] ${what}: ${outcome}`);
      show(state);
    },
    finished(dir, state, interrupted) {
      line.clear();
      const run = relative(io.cwd, dir) || '.';
      const { done, failed, left } = counts(state);
      if (done > 0) io.out(resultsOf(state));
      io.out(`Sweep: ${run} (${done} trained, ${failed} failed, ${left} left)`);
      if (interrupted || failed > 0) io.out(`To go on:\n  ${sweepCommand(run)}`);
    },
    clear: () => line.clear(),
  };
}

const namesOf = (keys: readonly string[], { values }: SweepJob): string[] =>
  keys.map((key, i) => `${key}=${values[i]}`);

/** The metrics of the trainings that are done, those that one of them has. */
function resultsOf({ keys, jobs }: SweepState): string {
  const metricOf = ({ result }: SweepJob, name: string) =>
    result?.ok === true ? (result.metrics[name] ?? NaN) : NaN;
  const metrics = SHOWN.filter((name) => jobs.some((job) => Number.isFinite(metricOf(job, name))));
  return table(
    ['run', ...keys, ...metrics],
    jobs.map((job) => [
      job.id,
      ...job.values,
      ...metrics.map((name) => numberOr(metricOf(job, name), '–')),
    ]),
  );
}

const numberOr = (value: number, otherwise: string): string =>
  Number.isFinite(value) ? value.toFixed(4) : otherwise;

/** For machines: one line of JSON for the sweep's start, each training that is over, and the end. */
export function jsonSweepReport(io: Io): SweepReport {
  const emit = (event: string, fields: object) => io.out(JSON.stringify({ event, ...fields }));
  let folder = '';
  return {
    started(dir, { keys, jobs }) {
      folder = dir;
      emit('sweep_start', { sweep_dir: dir, keys, jobs: jobs.length });
    },
    begun() {},
    ended: ({ id, overrides, result }) =>
      emit('job', { id, overrides, run_dir: join(folder, id), ...result }),
    finished: (dir, state, interrupted) =>
      emit(interrupted ? 'sweep_interrupted' : 'sweep_done', {
        sweep_dir: dir,
        ...counts(state),
        ...(interrupted && { go_on: sweepCommand(dir) }),
      }),
    clear() {},
  };
}
