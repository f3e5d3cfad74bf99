import type { Io } from '../../io.js';
import { resumeCommand, sampleCommandLine } from '../../run/commands-to-go-on.js';
import type { RunReport } from './report.js';

/** For machines: one line of JSON per event on `out`: start, epoch, warning, and done or interrupted. */
export function jsonReport(io: Io, plugins: readonly string[]): RunReport {
  const emit = (event: string, fields: object) => io.out(JSON.stringify({ event, ...fields }));
  return {
    started: (runDir, { name, gpu, details }) =>
      emit('start', { run_dir: runDir, backend: name, gpu, ...details }),
    training(progress) {
      if (progress.kind !== 'epoch') return;
      emit('epoch', {
        epoch: progress.epoch,
        max_epochs: progress.maxEpochs,
        global_step: progress.globalStep,
        seconds: progress.seconds,
        seconds_left: progress.secondsLeft,
        trials_per_second: progress.trialsPerSecond,
        learning_rate: progress.learningRate,
        metrics: progress.metrics,
      });
    },
    sampling() {},
    clear() {},
    warning: (message) => emit('warning', { message }),
    finished: ({ runDir, fit, interrupted, outputs }) =>
      emit(interrupted ? 'interrupted' : 'done', {
        run_dir: runDir,
        epochs: fit.epochs,
        seconds: fit.seconds,
        reason: fit.reason,
        metrics: fit.metrics,
        outputs,
        ...(interrupted === 'training' && { go_on: resumeCommand(runDir, plugins) }),
        ...(interrupted === 'sampling' && { go_on: sampleCommandLine(runDir, plugins) }),
      }),
  };
}
