import type { EChartsOption } from 'echarts';
import { extent, heatmapUri, type Matrix } from './heatmap.js';
import { renderSvg } from './render.js';

/** What is drawn of one trial: matrices `[channel, step]`. */
export interface TrialPanels {
  data: Matrix;
  /** True rates, where they are known. */
  truth?: Matrix;
  rates: Matrix;
  /** Inputs to the generator; absent when there are none. */
  inputs?: Matrix;
}

export interface RasterFigureOptions {
  title: string;
  /** Steps and channels that the encoders see: what lies beyond them is marked off. */
  encodSteps: number;
  encodChannels: number;
  trials: readonly TrialPanels[];
}

const COLUMN = { left: 60, width: 250, gap: 40 };
const ROW = { top: 60, height: 150, gap: 36 };
/** Pixels of a heat map per unit of the figure. */
const SHARPNESS = 2;
const MARK = '#e8833a';
const LINES = ['#3f5f8a', '#d1495b', '#2a9d55', '#8d6a9f', '#b08a3c', '#4b8f9e'];
const HEATMAPS = [
  ['data', 'data'],
  ['truth', 'true rates'],
  ['rates', 'inferred rates'],
] as const;

interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Draws a few trials side by side: data, true and inferred rates as heat maps, inputs as lines. */
export function rasterFigure({
  title,
  encodSteps,
  encodChannels,
  trials,
}: RasterFigureOptions): string {
  const rows = HEATMAPS.filter(([key]) => trials[0]?.[key] !== undefined);
  const hasInputs = trials[0]?.inputs !== undefined;
  const rowCount = rows.length + (hasInputs ? 1 : 0);
  const placeOf = (column: number, row: number): Place => ({
    left: COLUMN.left + column * (COLUMN.width + COLUMN.gap),
    top: ROW.top + row * (ROW.height + ROW.gap),
    width: COLUMN.width,
    height: ROW.height,
  });
  const graphic = trials.flatMap((trial, column) =>
    rows.flatMap(([key, name], row) => {
      const matrix = trial[key]!;
      const place = placeOf(column, row);
      return [
        ...heatmap(matrix, place),
        ...marks(matrix, place, encodSteps, encodChannels),
        text(`${name}, ${matrix.rows} channels`, place),
      ];
    }),
  );
  const inputs = hasInputs
    ? trials.map(({ inputs }, i) => inputPanel(inputs!, placeOf(i, rows.length), i))
    : [];
  const option: EChartsOption = {
    title: { text: title, left: COLUMN.left, top: 8, textStyle: { fontSize: 15 } },
    graphic: [
      ...graphic,
      ...inputs.map(({ place }) => text('inputs to the generator', place)),
    ] as NonNullable<EChartsOption['graphic']>,
    grid: inputs.map(({ place }) => place),
    xAxis: inputs.map(({ xAxis }) => xAxis),
    yAxis: inputs.map(({ yAxis }) => yAxis),
    series: inputs.flatMap(({ series }) => series),
  };
  const width = placeOf(trials.length, 0).left;
  return renderSvg(width, placeOf(0, rowCount).top, option);
}

function heatmap(matrix: Matrix, { left, top, width, height }: Place) {
  const pixels = { width: width * SHARPNESS, height: height * SHARPNESS };
  const image = heatmapUri(matrix, pixels, ...extent(matrix));
  return [
    { type: 'image', left, top, style: { image, width, height } },
    {
      type: 'rect',
      shape: { x: left, y: top, width, height },
      style: { fill: 'none', stroke: '#8b949e' },
    },
  ];
}

function marks(
  matrix: Matrix,
  { left, top, width, height }: Place,
  steps: number,
  channels: number,
) {
  const x = left + (width * steps) / matrix.columns;
  const y = top + (height * channels) / matrix.rows;
  const line = (shape: object) => ({
    type: 'line',
    shape,
    style: { stroke: MARK, lineWidth: 1.5 },
  });
  return [
    ...(steps < matrix.columns ? [line({ x1: x, y1: top, x2: x, y2: top + height })] : []),
    ...(channels < matrix.rows ? [line({ x1: left, y1: y, x2: left + width, y2: y })] : []),
  ];
}

const text = (label: string, { left, top }: Place) => ({
  type: 'text',
  left,
  top: top - 18,
  style: { text: label, fontSize: 12, fill: '#30363d' },
});

function inputPanel(inputs: Matrix, place: Place, index: number) {
  const lines = Array.from({ length: inputs.rows }, (_, channel) => ({
    type: 'line' as const,
    xAxisIndex: index,
    yAxisIndex: index,
    showSymbol: false,
    lineStyle: { width: 1.5, color: LINES[channel % LINES.length]! },
    data: Array.from({ length: inputs.columns }, (_, step) => [
      step,
      Number(inputs.at(channel, step).toPrecision(4)),
    ]),
  }));
  const axis = { type: 'value' as const, gridIndex: index, splitLine: { show: false } };
  return {
    place,
    xAxis: { ...axis, min: 0, max: inputs.columns, axisLine: { onZero: false } },
    yAxis: { ...axis, splitNumber: 3 },
    series: lines,
  };
}
