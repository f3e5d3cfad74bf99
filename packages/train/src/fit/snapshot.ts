import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { versions } from '../checkpoints/run-state.js';
import type { Run } from './run.js';

/** Everything that a resumed run needs, as it is now. */
export function snapshot(run: Run): Checkpoint {
  const { model, optimizer, position, seed, config } = run;
  const { moments, steps } = optimizer.getState();
  const callbacks: Record<string, unknown> = {};
  for (const [name, callback] of Object.entries(run.callbacks)) {
    const state = callback.getState?.();
    if (state !== undefined) callbacks[name] = state;
  }
  return {
    parameters: model.parameters.snapshot(),
    moments,
    state: {
      format: 1,
      seed,
      ...position,
      optimizerSteps: steps,
      callbacks,
      config,
      versions,
    },
  };
}

/** Puts model, optimiser and callbacks into a checkpoint's state. */
export function restore(
  run: Pick<Run, 'model' | 'optimizer' | 'callbacks'>,
  { parameters, moments, state }: Checkpoint,
): void {
  run.model.parameters.load(parameters);
  run.optimizer.setState({ moments: new Map(moments), steps: state.optimizerSteps });
  for (const [name, callback] of Object.entries(run.callbacks)) {
    if (name in state.callbacks) callback.setState?.(state.callbacks[name]);
  }
}
