import { init } from 'echarts';
import { type Channel, modulation } from './channels.js';

export interface TrialFigure {
  title: string;
  /** Spike counts of one trial, `[channel][bin]`. */
  counts: readonly Channel[];
  /** Inferred rates, spikes per bin, `[channel][bin]`. */
  rates: readonly Channel[];
  /** True rates, spikes per bin, `[channel][bin]`, where they are known. */
  truth?: readonly Channel[];
  binSeconds: number;
}

const WIDTH = 900;
const LEFT = 64;
const RASTER = { top: 62, height: 170 };
const PANEL = { first: 286, height: 74, step: 104, count: 4 };
const COLOR = { spikes: '#30363d', truth: '#8b949e', inferred: '#d1495b' };

/**
 * Draws one trial: the spikes of all channels, and below them the rates of the most modulated channels,
 * inferred and (where known) true, in spikes per second.
 *
 * @returns the text of an SVG file
 */
export function trialFigure({ title, counts, rates, truth, binSeconds }: TrialFigure): string {
  const height = PANEL.first + PANEL.step * PANEL.count;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  const seconds = (counts[0]?.length ?? 0) * binSeconds;
  const panels = mostModulated(rates, PANEL.count);
  const grids = [
    { left: LEFT, right: 24, ...RASTER },
    ...panels.map((_, i) => ({
      left: LEFT,
      right: 24,
      top: PANEL.first + i * PANEL.step,
      height: PANEL.height,
    })),
  ];
  const caption = (text: string, top: number) => ({
    type: 'text' as const,
    left: LEFT,
    top,
    style: { text, fontSize: 12, fontWeight: 'bold' as const, fill: COLOR.spikes },
  });
  const line = (name: string, values: Channel, panel: number, color: string, type: string) => ({
    name,
    type: 'line' as const,
    xAxisIndex: panel + 1,
    yAxisIndex: panel + 1,
    showSymbol: false,
    lineStyle: { color, width: 2, type: type as 'solid' | 'dashed' },
    itemStyle: { color },
    data: Array.from(values, (rate, bin) => [
      round((bin + 0.5) * binSeconds),
      round(rate / binSeconds),
    ]),
  });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: LEFT - 4, top: 6, textStyle: { fontSize: 15 } },
    legend: {
      right: 24,
      top: 8,
      icon: 'rect',
      itemHeight: 3,
      itemGap: 28,
      data: truth ? ['inferred rate', 'true rate'] : ['inferred rate'],
    },
    graphic: [
      caption(`spikes of ${counts.length} neurons`, RASTER.top - 20),
      ...panels.map((channel, i) =>
        caption(`neuron ${channel}, spikes/s`, PANEL.first + i * PANEL.step - 20),
      ),
    ],
    grid: grids,
    xAxis: grids.map((_, i) => ({
      gridIndex: i,
      type: 'value' as const,
      min: 0,
      max: round(seconds),
      axisLine: { onZero: false },
      axisLabel: { show: i === grids.length - 1 || i === 0, formatter: '{value} s' },
      splitLine: { show: false },
    })),
    yAxis: grids.map((_, i) => ({
      gridIndex: i,
      type: 'value' as const,
      min: 0,
      ...(i === 0 ? { max: counts.length, inverse: true } : { splitNumber: 2 }),
      splitLine: { show: false },
    })),
    series: [
      {
        type: 'scatter' as const,
        symbol: 'rect',
        symbolSize: [1.6, Math.max(2, (RASTER.height / counts.length) * 0.8)],
        itemStyle: { color: COLOR.spikes },
        data: spikeTimes(counts, binSeconds),
      },
      ...panels.flatMap((channel, i) => [
        ...(truth ? [line('true rate', truth[channel] ?? [], i, COLOR.truth, 'dashed')] : []),
        line('inferred rate', rates[channel] ?? [], i, COLOR.inferred, 'solid'),
      ]),
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

const round = (value: number) => Number(value.toPrecision(4));

const spikeTimes = (counts: readonly Channel[], binSeconds: number) =>
  counts.flatMap((channel, row) =>
    Array.from(channel, (count, bin) => ({
      count,
      at: [round((bin + 0.5) * binSeconds), row + 0.5],
    }))
      .filter(({ count }) => count > 0)
      .map(({ at }) => at),
  );

const mostModulated = (rates: readonly Channel[], count: number) =>
  rates
    .map((channel, index) => ({ index, spread: modulation(channel) }))
    .sort((a, b) => b.spread - a.spread)
    .slice(0, count)
    .map(({ index }) => index)
    .sort((a, b) => a - b);
