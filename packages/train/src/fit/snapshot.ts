import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { versions } from '../checkpoints/run-state.js';
import type { Run } from './run.js';

/** Everything that a resumed run needs, as it is now. */
export async function snapshot(run: Run): Promise<Checkpoint> {
  const { model, optimizer, position, seed, config } = run;
  const { moments, steps } = optimizer.getState();
  const callbacks: Record<string, unknown> = {};
  for (const [name, callback] of Object.entries(run.callbacks)) {
    await run.guard(`Callback ${name}`, () => {
      const state = callback.getState?.();
      if (state !== undefined) callbacks[name] = state;
    });
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
export async function restore(run: Run, { parameters, moments, state }: Checkpoint): Promise<void> {
  run.model.parameters.load(parameters);
  run.optimizer.setState({ moments: new Map(moments), steps: state.optimizerSteps });
  for (const [name, callback] of Object.entries(run.callbacks)) {
    if (!(name in state.callbacks)) continue;
    await run.guard(`Callback ${name}`, () => callback.setState?.(state.callbacks[name]));
  }
}
