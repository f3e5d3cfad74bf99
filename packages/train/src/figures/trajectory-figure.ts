import { renderSvg } from './render.js';

export interface TrajectoryFigureOptions {
  title: string;
  /** What the axes are called, before their number. */
  axis: string;
  /** By trial and step: coordinates along up to three axes. */
  trajectories: readonly (readonly ArrayLike<number>[])[];
}

const PANEL = { left: 60, top: 60, size: 340, gap: 70 };
const START = '#2a9d55';
const END = '#d1495b';

/** Draws trajectories in two planes, (1, 2) and (1, 3); green points are starts, red ones ends. */
export function trajectoryFigure({ title, axis, trajectories }: TrajectoryFigureOptions): string {
  const dimensions = trajectories[0]?.[0]?.length ?? 0;
  const planes =
    dimensions > 2
      ? [
          [0, 1],
          [0, 2],
        ]
      : [[0, Math.min(1, dimensions - 1)]];
  const panels = planes.map(([x, y], index) => panel({ axis, trajectories }, x!, y!, index));
  return renderSvg(panelLeft(planes.length), PANEL.top + PANEL.size + 40, {
    title: { text: title, left: PANEL.left, top: 8, textStyle: { fontSize: 15 } },
    grid: panels.map(({ grid }) => grid),
    xAxis: panels.map(({ xAxis }) => xAxis),
    yAxis: panels.map(({ yAxis }) => yAxis),
    series: panels.flatMap(({ series }) => series),
  });
}

const panelLeft = (index: number) => PANEL.left + index * (PANEL.size + PANEL.gap);

function panel(
  { axis: name, trajectories }: Omit<TrajectoryFigureOptions, 'title'>,
  x: number,
  y: number,
  index: number,
) {
  const axis = (component: number) => ({
    type: 'value' as const,
    gridIndex: index,
    name: `${name} ${component + 1}`,
    nameLocation: 'middle' as const,
    nameGap: 26,
    scale: true,
    splitLine: { show: false },
    axisLine: { onZero: false },
  });
  const point = (values: ArrayLike<number>) => [
    Number(values[x]!.toPrecision(4)),
    Number(values[y]!.toPrecision(4)),
  ];
  const ends = (step: number, color: string) => ({
    type: 'line' as const,
    xAxisIndex: index,
    yAxisIndex: index,
    symbol: 'circle',
    symbolSize: 5,
    itemStyle: { color, opacity: 0.5 },
    lineStyle: { opacity: 0 },
    data: trajectories.map((trajectory) => point(trajectory.at(step)!)),
  });
  const paths = trajectories.map((trajectory) => ({
    type: 'line' as const,
    xAxisIndex: index,
    yAxisIndex: index,
    showSymbol: false,
    lineStyle: { width: 0.7, opacity: 0.35, color: '#3f5f8a' },
    data: trajectory.map(point),
  }));
  return {
    grid: { left: panelLeft(index), top: PANEL.top, width: PANEL.size, height: PANEL.size - 20 },
    xAxis: axis(x),
    yAxis: axis(y),
    series: [...paths, ends(0, START), ends(-1, END)],
  };
}
