import type { SessionInfo } from './data-module.js';

/** Metrics by name (`train/loss`, `valid/recon_smth`, …). */
export type Metrics = Readonly<Record<string, number>>;

/** Where a run writes; all paths absolute. */
export interface RunPaths {
  dir: string;
  checkpoints: string;
}

/** What callbacks and loggers see of a run. */
export interface TrainingState {
  /** 0-based. */
  epoch: number;
  globalStep: number;
  maxEpochs: number;
  /** Metrics of the epoch so far; complete in `onEpochEnd`. */
  metrics: Metrics;
  learningRate: number;
  paths: RunPaths;
  sessions: readonly SessionInfo[];
  /** Ends training after this epoch (in `onTrainStart`: before the first), with the reason for the log. */
  stop(reason: string): void;
  /** Adds a metric of this epoch. */
  log(name: string, value: number): void;
  /** Hands a figure (SVG text) to every logger that takes figures. */
  logFigure(name: string, svg: string): void;
}

/** Acts at points of the training. A callback that fails warns once and never ends a run. */
export interface Callback {
  onTrainStart?(state: TrainingState): void | Promise<void>;
  onEpochStart?(state: TrainingState): void | Promise<void>;
  onValidationEnd?(state: TrainingState): void | Promise<void>;
  onEpochEnd?(state: TrainingState): void | Promise<void>;
  onTrainEnd?(state: TrainingState): void | Promise<void>;
  /** State that a resumed run needs, JSON-serialisable (NaN and infinities are kept). */
  getState?(): unknown;
  setState?(state: unknown): void;
}

/** Writes metrics somewhere. A logger that fails warns once and never ends a run. */
export interface Logger {
  start(paths: RunPaths, hyperparameters: unknown, resumed: boolean): void | Promise<void>;
  metrics(metrics: Metrics, epoch: number, globalStep: number): void | Promise<void>;
  figure?(name: string, svg: string, globalStep: number): void | Promise<void>;
  /** @param succeeded false when the training ended with an error; true also when it was interrupted */
  finish(succeeded: boolean): void | Promise<void>;
}
