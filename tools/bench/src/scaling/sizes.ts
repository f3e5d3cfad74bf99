import type { Workload } from '../workloads.js';

export type Axis = 'batch' | 'time' | 'hidden';

/** What the axes leave as it is: 64 trials of 50 bins, 64 units in each part of the model. */
export const BASE = { batch: 64, time: 50, hidden: 64 };

export const AXES: Record<Axis, readonly number[]> = {
  batch: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
  time: [10, 20, 50, 100, 200, 500, 1000, 2000],
  hidden: [16, 24, 32, 48, 64, 100, 128, 192, 256, 384, 512],
};

const CHANNELS = 30;

/** The base model with one size changed; 30 channels, half as many factors as units. */
export function sizedWorkload(axis: Axis, size: number): Workload {
  const sizes: Record<Axis, number> = { ...BASE, [axis]: size };
  const { batch, time, hidden } = sizes;
  return {
    name: `${axis} ${size}`,
    batch: [batch],
    encodChannels: [CHANNELS],
    reconChannels: [CHANNELS],
    encodSeqLen: time,
    reconSeqLen: time,
    icEncDim: hidden,
    ciEncDim: hidden,
    conDim: hidden,
    coDim: 2,
    icDim: hidden,
    genDim: hidden,
    facDim: Math.ceil(hidden / 2),
    dropoutRate: 0.1,
  };
}
