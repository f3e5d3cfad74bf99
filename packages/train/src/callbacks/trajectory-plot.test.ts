import type { Lfads } from '@lfads/core';
import { describe, expect, it } from 'vitest';
import type { FitState } from '../fit/fit-state.js';
import { smallData } from '../test-support/small-data.js';
import { smallModel } from '../test-support/small-model.js';
import { TrajectoryPlot } from './trajectory-plot.js';

function plot(model: Lfads) {
  const figures = new Map<string, string>();
  const dataModule = smallData(2);
  new TrajectoryPlot({ everyNEpochs: 1 }).onValidationEnd({
    epoch: 0,
    model,
    dataModule,
    sessions: dataModule.sessions,
    logFigure: (name, svg) => void figures.set(name, svg),
  } as Partial<FitState> as FitState);
  return figures;
}

describe('TrajectoryPlot', () => {
  it('draws up to three factors as they are, for every session', () => {
    const figures = plot(smallModel({ fac_dim: 3 }, 2));
    expect([...figures.keys()]).toEqual(['trajectory_plot/sess0', 'trajectory_plot/sess1']);
    expect(figures.get('trajectory_plot/sess1')).toContain('factor 3');
    expect(figures.get('trajectory_plot/sess1')).not.toContain('variance');
  });

  it('draws the principal components of more factors', () => {
    const figure = plot(smallModel({ fac_dim: 4 }, 2)).get('trajectory_plot/sess0');
    expect(figure).toContain('component 3');
    expect(figure).toContain('% of the variance');
  });
});
