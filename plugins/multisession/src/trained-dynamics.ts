import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Callback, defineCallback, LfadsError } from '@lfads/core';
import { type FitState, loadCheckpoint } from '@lfads/train';
import { z } from 'zod';
import { addSession } from './add-session.js';

function checkpointOf(run: string, name: string | null): string {
  const at = (checkpoint: string) => join(resolve(run), 'checkpoints', `${checkpoint}.json`);
  const found = (name === null ? ['best', 'last'] : [name])
    .map(at)
    .find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new LfadsError(
    'LFADS_STITCH_RUN',
    `${resolve(run)} has no checkpoint${name === null ? '' : ` "${name}"`}.`,
    'Give the folder of the run whose dynamics are to be kept.',
  );
}

/** Trains new sessions on the dynamics of another run. */
class TrainedDynamics implements Callback {
  constructor(
    private readonly run: string,
    private readonly checkpoint: string | null,
  ) {}

  async onTrainStart(state: FitState): Promise<void> {
    try {
      const { parameters } = await loadCheckpoint(checkpointOf(this.run, this.checkpoint));
      addSession(state.model, parameters);
    } catch (error) {
      state.stop('the dynamics of the other run could not be taken over');
      throw error;
    }
  }
}

export const trainedDynamics = defineCallback({
  target: '@lfads/plugin-multisession/TrainedDynamics',
  summary:
    'Adds sessions to a trained model: all but their read-ins and read-outs is taken from it and frozen.',
  docs: `Before the first epoch, encoders, generator, controller and priors get the values of another run's checkpoint and
are no longer trained; read-ins (where they are trainable), read-outs and reconstructions of this run's sessions are. The
model must have the other's sizes, and the files the alignment of \`lfads stitch\` of all sessions together.`,
  options: z.object({
    run: z.string().describe('folder of the trained run'),
    checkpoint: z
      .enum(['best', 'last'])
      .nullable()
      .default(null)
      .describe('which parameters; null: the best, else the last'),
  }),
  example: { run: 'runs/stitched/2026-03-01_14-05-09' },
  create: ({ run, checkpoint }) => new TrainedDynamics(run, checkpoint) as Callback,
});
