import { join } from 'node:path';
import { writeFileAtomic } from '../checkpoints/atomic-write.js';
import type { FitState } from './fit-state.js';
import type { Run } from './run.js';

/** What callbacks ask for while they run, done when all of them have. */
export interface Requests {
  stopReason: string | undefined;
  checkpoints: { action: 'save' | 'remove'; name: string }[];
  figures: { name: string; svg: string }[];
}

/** The view of a run that callbacks get, over one epoch. */
export function callbackState(
  run: Run,
  metrics: Record<string, number>,
  requests: Requests,
): FitState {
  const { model, dataModule, position, maxEpochs, paths, seed } = run;
  const { epoch } = position;
  return {
    epoch,
    maxEpochs,
    metrics,
    paths,
    model,
    dataModule,
    seed,
    sessions: dataModule.sessions,
    get globalStep() {
      return position.globalStep;
    },
    get learningRate() {
      return position.schedule.learningRate;
    },
    stop: (reason) => void (requests.stopReason ??= reason),
    log: (name, value) => void (metrics[name] = value),
    logFigure: (name, svg) => void requests.figures.push({ name, svg }),
    saveCheckpoint: (name) => void requests.checkpoints.push({ action: 'save', name }),
    removeCheckpoint: (name) => void requests.checkpoints.push({ action: 'remove', name }),
  };
}

/** Writes figures to `figures/<name>/epoch-<epoch>.svg` and hands them to the loggers that take figures. */
export async function deliverFigures(run: Run, epoch: number, requests: Requests): Promise<void> {
  for (const { name, svg } of requests.figures.splice(0)) {
    const path = join(run.paths.dir, 'figures', name, `epoch-${epoch}.svg`);
    await run.guard(`Figure ${name}`, () => writeFileAtomic(path, svg));
    for (const [logger, { figure }] of Object.entries(run.loggers)) {
      if (figure)
        await run.guard(`Logger ${logger}`, () =>
          run.loggers[logger]!.figure!(name, svg, run.position.globalStep),
        );
    }
  }
}
