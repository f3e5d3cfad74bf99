import type { Metrics } from '@lfads/core';
import { LfadsError } from '@lfads/core';

export type Mode = 'min' | 'max';

/** @throws LfadsError LFADS_TRAIN_UNKNOWN_METRIC listing what there is */
export function monitored(metrics: Metrics, name: string): number {
  const value = metrics[name];
  if (value !== undefined) return value;
  throw new LfadsError(
    'LFADS_TRAIN_UNKNOWN_METRIC',
    `There is no metric "${name}" to monitor.`,
    `Metrics of this run: ${Object.keys(metrics).sort().join(', ')}.`,
  );
}

/** Whether `value` beats `best` by more than `minDelta`; NaN never does. */
export const beats = (value: number, best: number, mode: Mode, minDelta = 0) =>
  mode === 'min' ? value < best - minDelta : value > best + minDelta;

export const worst = (mode: Mode) => (mode === 'min' ? Infinity : -Infinity);
