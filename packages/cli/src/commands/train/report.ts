import { relative } from 'node:path';
import type { Io } from '../../io.js';
import { duration } from '../../progress/duration.js';
import { samplingProgress } from '../../progress/sampling-progress.js';
import { statusLine } from '../../progress/status-line.js';
import { trainingProgress } from '../../progress/training-progress.js';
import { resumeCommand, sampleCommandLine } from '../../run/commands-to-go-on.js';
import type { RunOutcome } from '../../run/execute.js';
import type { RunObserver } from '../../run/observer.js';

/** Tells the user how a run goes, and at the end what came of it. */
export interface RunReport extends RunObserver {
  /** Removes the progress line. */
  clear(): void;
  finished(outcome: RunOutcome): void;
}

/** The metrics of the last epoch that the summary shows. */
const SHOWN = [
  'train/recon',
  'valid/recon',
  'valid/bps',
  'valid/co_bps',
  'valid/fp_bps',
  'valid/r2',
];

/** For people: a progress line on a terminal, a few lines at the end. */
export function textReport(io: Io, plugins: readonly string[]): RunReport {
  const line = statusLine(io);
  const inTraining = trainingProgress();
  const short = (path: string) => relative(io.cwd, path) || '.';
  const note = (text: string) => {
    line.clear();
    io.err(`${text}\n`);
  };
  return {
    started(runDir, { words, details, note: why }) {
      note(`Training on ${words}, into ${short(runDir)}`);
      if (why !== undefined && details?.['engine'] !== 'native') note(why);
    },
    training: (progress) => line.show(inTraining(progress)),
    sampling: (progress) => line.show(samplingProgress(progress)),
    warning: (message) => note(`Warning: ${message}`),
    clear: () => line.clear(),
    finished(outcome) {
      line.clear();
      for (const text of summary(outcome, short, plugins)) io.out(text);
    },
  };
}

function summary(
  { runDir, fit, interrupted, outputs }: RunOutcome,
  short: (path: string) => string,
  plugins: readonly string[],
): string[] {
  const run = short(runDir);
  const time = `${fit.epochs} epochs, ${duration(fit.seconds)}`;
  if (interrupted === 'training') {
    return [
      `Stopped after ${time}; a checkpoint is saved. To go on:`,
      `  ${resumeCommand(run, plugins)}`,
    ];
  }
  const metrics = Object.entries(fit.metrics)
    .filter(([name, value]) => SHOWN.includes(name) && Number.isFinite(value))
    .map(([name, value]) => `  ${name.padEnd(14)}${value.toFixed(4)}`);
  return [
    `Trained: ${time} (${fit.reason})`,
    ...metrics,
    ...(interrupted === 'sampling'
      ? ['Posterior sampling was stopped. To sample again:', `  ${sampleCommandLine(run, plugins)}`]
      : outputs.map((output) => `Posteriors: ${short(output)}`)),
    `Run: ${run}`,
  ];
}
