import { type Callback, StepStreams } from '@lfads/core';
import { hashStream } from '@lfads/ops';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Matrix } from '../figures/heatmap.js';
import { rasterFigure, type TrialPanels } from '../figures/raster-figure.js';
import type { FitState } from '../fit/fit-state.js';
import { disposeBatch } from '../fit/train-epoch.js';
import { tidied } from '../step/tidied.js';

export interface RasterPlotOptions {
  split: 'train' | 'valid';
  nSamples: number;
  everyNEpochs: number;
}

/**
 * Draws the first trials of a batch, of every session: data, true rates (where known), inferred rates,
 * and the generator's inputs. The figure is `<split>/raster_plot/sess<session>`.
 */
export class RasterPlot implements Callback {
  constructor(private readonly options: RasterPlotOptions) {}

  onValidationEnd(state: FitState): void {
    const { split, nSamples, everyNEpochs } = this.options;
    if (state.epoch % everyNEpochs !== 0) return;
    const { dataModule, seed } = state;
    const batches =
      split === 'valid' ? dataModule.validBatches() : dataModule.trainBatches(seed, 0);
    for (const loaded of batches) {
      try {
        this.draw(state, loaded.batch, nSamples);
      } finally {
        disposeBatch(loaded);
      }
      return;
    }
  }

  private draw(
    state: FitState,
    batch: Parameters<FitState['model']['predict']>[0],
    nSamples: number,
  ): void {
    const random = new StepStreams(hashStream(`raster_plot/${state.seed}`), state.epoch);
    const figures = tidied(() => {
      const outputs = state.model.predict(batch, { sample: true, random });
      return [...batch].map(([session, { encodData, reconData, truth }]) => {
        const { outputParams, genInputs } = outputs.get(session)!;
        const [trials, encodSteps, encodChannels] = encodData.shape;
        const data = trialMatrices(reconData);
        const rates = trialMatrices(outputParams as Tensor3D);
        const trueRates = truth && trialMatrices(truth);
        const inputs = genInputs.shape[2] > 0 ? trialMatrices(genInputs) : undefined;
        const panels = Array.from(
          { length: Math.min(nSamples, trials) },
          (_, trial): TrialPanels => ({
            data: data(trial),
            rates: rates(trial),
            ...(trueRates && { truth: trueRates(trial) }),
            ...(inputs && { inputs: inputs(trial) }),
          }),
        );
        return { session, encodSteps, encodChannels, panels };
      });
    });
    for (const { session, encodSteps, encodChannels, panels } of figures) {
      const title = `session ${session}, epoch ${state.epoch}`;
      const svg = rasterFigure({ title, encodSteps, encodChannels, trials: panels });
      state.logFigure(`${this.options.split}/raster_plot/sess${session}`, svg);
    }
  }
}

/** The trials of `[trial, step, channel]` as matrices `[channel, step]`. */
function trialMatrices(tensor: Tensor3D): (trial: number) => Matrix {
  const [, columns, rows] = tensor.shape;
  const values = tensor.dataSync().slice();
  return (trial) => ({
    rows,
    columns,
    at: (row, column) => values[(trial * columns + column) * rows + row]!,
  });
}
