/** What a running training reports: after every batch, and after every epoch. */
export type FitProgress = BatchProgress | EpochProgress;

interface Progress {
  /** 0-based. */
  epoch: number;
  maxEpochs: number;
  globalStep: number;
  /** Training trials per second in this epoch. */
  trialsPerSecond: number;
}

export interface BatchProgress extends Progress {
  kind: 'batch';
  /** Batches done in this epoch, of `batches`. */
  batch: number;
  batches: number;
  loss: number;
  gradNorm: number;
}

export interface EpochProgress extends Progress {
  kind: 'epoch';
  metrics: Readonly<Record<string, number>>;
  learningRate: number;
  /** What the epoch took, validation included. */
  seconds: number;
  /** Until `maxEpochs`, at the mean pace of the last epochs; early stopping may end it sooner. */
  secondsLeft: number;
}

/** Weight of the newest epoch in the mean pace. */
const NEWEST = 0.2;

/** Estimates the time left from epochs' durations. */
export function createPace(): (seconds: number, epochsLeft: number) => number {
  let mean: number | undefined;
  return (seconds, epochsLeft) => {
    mean = mean === undefined ? seconds : (1 - NEWEST) * mean + NEWEST * seconds;
    return mean * epochsLeft;
  };
}

export const secondsSince = (start: number) => (performance.now() - start) / 1000;
