import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunPaths, TrainingState } from '@lfads/core';

/** Changes the state that callbacks get, where they ask for more than their contract gives. */
export type ChangeState = (state: TrainingState) => TrainingState;

/** Makes the folder of a run, for the time of the call. */
export async function withRunFolder(use: (paths: RunPaths) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'lfads-testkit-'));
  try {
    await use({ dir, checkpoints: join(dir, 'checkpoints') });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What happened in a training without a model: the metrics are made up, and fall. */
export interface Happened {
  readonly logged: string[];
  readonly stopped: string[];
}

export function stateOf(
  epoch: number,
  maxEpochs: number,
  paths: RunPaths,
  happened: Happened,
): TrainingState {
  const loss = 2 - epoch / maxEpochs;
  return {
    epoch,
    globalStep: 10 * (epoch + 1),
    maxEpochs,
    metrics: { 'train/loss': loss, 'valid/loss': loss + 0.1, 'valid/recon_smth': loss + 0.2 },
    learningRate: 1e-3,
    paths,
    sessions: [
      {
        name: 'made-up',
        path: join(paths.dir, 'made-up.h5'),
        encodSteps: 5,
        encodChannels: 3,
        reconSteps: 6,
        reconChannels: 4,
        extInputDim: 0,
        trials: { train: 20, valid: 5 },
      },
    ],
    stop: (reason) => void happened.stopped.push(`epoch ${epoch}: ${reason}`),
    log: (name, value) => void happened.logged.push(`epoch ${epoch}: ${name} ${value}`),
    logFigure: (name, svg) => void happened.logged.push(`epoch ${epoch}: ${name} ${svg.length}`),
  };
}
