import { type Callback, StepStreams } from '@lfads/core';
import { principalComponents } from '../figures/principal-components.js';
import { trajectoryFigure } from '../figures/trajectory-figure.js';
import type { FitState } from '../fit/fit-state.js';
import { tidied } from '../step/tidied.js';
import * as tf from '@tensorflow/tfjs-core';

export interface TrajectoryPlotOptions {
  everyNEpochs: number;
}

const MOST_AXES = 3;
/** More trajectories than this would only cover each other. */
const MOST_TRIALS = 100;

/**
 * Draws the factors of the validation trials (posterior means), one figure per session,
 * `trajectory_plot/sess<session>`: up to three factors as they are, more along their first three
 * principal components.
 */
export class TrajectoryPlot implements Callback {
  constructor(private readonly options: TrajectoryPlotOptions) {}

  onValidationEnd(state: FitState): void {
    if (state.epoch % this.options.everyNEpochs !== 0) return;
    state.sessions.forEach((_, session) => {
      const { values, steps, size } = validationFactors(state, session);
      if (values.length === 0) return;
      const { points, axis, note } = inThreeDimensions(values, size);
      const all = Array.from({ length: points.length / steps }, (_, trial) =>
        points.slice(trial * steps, (trial + 1) * steps),
      );
      const every = Math.ceil(all.length / MOST_TRIALS);
      const svg = trajectoryFigure({
        title: `factors of session ${session}, epoch ${state.epoch}${note}`,
        axis,
        trajectories: all.filter((_, trial) => trial % every === 0),
      });
      state.logFigure(`trajectory_plot/sess${session}`, svg);
    });
  }
}

function inThreeDimensions(values: Float32Array, size: number) {
  if (size <= MOST_AXES) {
    const points = Array.from({ length: values.length / size }, (_, row) =>
      values.subarray(row * size, (row + 1) * size),
    );
    return { points, axis: 'factor', note: '' };
  }
  const { scores, explained } = principalComponents(values, size, MOST_AXES);
  const note = `: ${(100 * explained).toFixed(0)} % of the variance`;
  return { points: scores, axis: 'component', note };
}

/** Factors of all validation trials, row-major `[trial, step, factor]`. */
function validationFactors({ model, dataModule }: FitState, session: number) {
  const parts: Float32Array[] = [];
  const random = new StepStreams(0, 0); // unused: the means are passed on
  for (const batch of dataModule.predictBatches(session, 'valid')) {
    const factors = tidied(() => {
      const outputs = model.predict(new Map([[session, batch]]), { sample: false, random });
      return outputs.get(session)!.factors.dataSync<'float32'>().slice();
    });
    parts.push(factors);
    tf.dispose(batch as never);
  }
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return { values, steps: model.hparams.reconSeqLen, size: model.hparams.facDim };
}
