import type { Series } from '../series.js';

export const series = (
  shape: readonly [number, number, number],
  value: (trial: number, step: number, channel: number) => number,
): Series => {
  const [trials, steps, channels] = shape;
  const data = Float64Array.from({ length: trials * steps * channels }, (_, i) =>
    value(Math.floor(i / channels / steps), Math.floor(i / channels) % steps, i % channels),
  );
  return { shape, data };
};

/** Between -1 and 1, and without a pattern. */
export const noise = (...at: number[]): number =>
  (Math.sin(at.reduce((sum, x, i) => sum + (x + 1) * [12.9898, 78.233, 37.719][i]!, 0)) *
    43758.5453) %
  1;
