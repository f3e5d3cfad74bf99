import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { heatmapUri, type Matrix } from './heatmap.js';
import { principalComponents } from './principal-components.js';
import { rasterFigure } from './raster-figure.js';
import { trajectoryFigure } from './trajectory-figure.js';

const matrix = (rows: number, columns: number): Matrix => ({
  rows,
  columns,
  at: (row, column) => row * columns + column,
});

describe('a heat map', () => {
  it('is a PNG image whose lowest value is white and whose highest is dark', () => {
    const uri = heatmapUri(matrix(2, 3), { width: 60, height: 10 }, 0, 5);
    const [, base64] = uri.split('data:image/png;base64,');
    const { width, height, data } = decode(Buffer.from(base64!, 'base64'));
    expect([width, height]).toEqual([60, 10]);
    expect([...data.slice(0, 3)]).toEqual([255, 255, 255]);
    expect([...data.slice(-3)]).toEqual([8, 29, 88]);
  });
});

describe('principal components', () => {
  it('order the axes by variance and state the share they hold', () => {
    const points = [3, 0, 0, -3, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0.5, 0, 0, -0.5];
    const { scores, explained } = principalComponents(points, 3, 2);
    expect(scores.map((score) => Math.abs(Math.round(score[0]! * 1e6) / 1e6))).toEqual([
      3, 3, 0, 0, 0, 0,
    ]);
    expect(scores.map((score) => Math.abs(Math.round(score[1]! * 1e6) / 1e6))).toEqual([
      0, 0, 1, 1, 0, 0,
    ]);
    expect(explained).toBeCloseTo(10 / 10.25, 9);
  });

  it('keep all dimensions when there are fewer than asked for', () => {
    const { scores, explained } = principalComponents([1, 2, 3, 1], 2, 3);
    expect(scores[0]).toHaveLength(2);
    expect(explained).toBeCloseTo(1, 9);
  });
});

describe('figures', () => {
  it('of trials show a heat map per trial and panel, marks of what is held out, and the inputs', () => {
    const trial = { data: matrix(4, 10), rates: matrix(4, 10), inputs: matrix(2, 10) };
    const options = { title: 'session 0, epoch 3', encodSteps: 8, encodChannels: 3 };
    const svg = rasterFigure({ ...options, trials: [trial, trial] });
    expect(svg).toMatch(/^<svg/);
    expect(svg.match(/<image /g)).toHaveLength(4);
    expect(svg.match(/#e8833a/g)!.length).toBe(8);
    expect(svg).toContain('session 0, epoch 3');
    expect(svg).toContain('inferred rates, 4 channels');
    expect(svg).not.toContain('true rates');
    const withTruth = { ...trial, truth: matrix(4, 10) };
    expect(rasterFigure({ ...options, trials: [withTruth] })).toContain('true rates');
  });

  it.each([1, 2, 3])('of trajectories are drawn in %i dimensions', (dimensions) => {
    const trajectory = [0, 1, 2].map((step) =>
      Array.from({ length: dimensions }, (_, d) => step + d),
    );
    const svg = trajectoryFigure({
      title: 'factors',
      axis: 'component',
      trajectories: [trajectory, trajectory],
    });
    expect(svg).toContain('factors');
    expect(svg).toContain('component 1');
  });
});
