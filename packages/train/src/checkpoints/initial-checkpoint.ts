import type { Lfads, ScheduleDefaults } from '@lfads/core';
import { startPosition } from '../fit/position.js';
import { reduceOnPlateau } from '../optimizer/reduce-on-plateau.js';
import type { Trainer } from '../trainer.js';
import type { Checkpoint } from './checkpoint.js';
import { versions } from './run-state.js';

/** A checkpoint of a model as it is, of a training that has not begun: its optimiser knows nothing yet. */
export function initialCheckpoint(
  model: Lfads,
  { options }: Trainer,
  { seed, config }: { seed: number; config: unknown },
): Checkpoint {
  const { schedule = reduceOnPlateau() } = options;
  const defaults: ScheduleDefaults = model.hparams;
  return {
    parameters: model.parameters.snapshot(),
    moments: new Map(),
    state: {
      format: 1,
      seed,
      ...startPosition(schedule.start(defaults)),
      optimizerSteps: {},
      callbacks: {},
      config,
      versions,
    },
  };
}
