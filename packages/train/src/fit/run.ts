import type {
  Callback,
  DataModule,
  Lfads,
  Logger,
  Optimizer,
  RunPaths,
  Schedule,
  ScheduleDefaults,
} from '@lfads/core';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import type { Guard } from './guarded.js';
import type { NonFinitePolicy } from './non-finite-policy.js';
import type { Position } from './position.js';
import type { FitProgress } from './progress.js';

/** What to train, on what, and who watches. */
export interface FitOptions {
  /** Built: its parameters exist. */
  model: Lfads;
  dataModule: DataModule;
  paths: RunPaths;
  /** Key of every random stream and of the order of the trials. Default: 0. */
  seed?: number;
  /** By the names that configs give them; a checkpoint holds their states under these names. */
  callbacks?: Readonly<Record<string, Callback>>;
  loggers?: Readonly<Record<string, Logger>>;
  /** Where to go on. */
  resume?: Checkpoint;
  /** The resolved configuration: for loggers, and kept in checkpoints. */
  config?: unknown;
  onProgress?: (progress: FitProgress) => void;
  /** Gets what a user should know but need not act on. Default: console.warn. */
  onWarning?: (message: string) => void;
  /** When aborted, training ends after the current batch, with a checkpoint. */
  signal?: AbortSignal;
}

/** One training under way. */
export interface Run extends Required<
  Pick<FitOptions, 'model' | 'dataModule' | 'paths' | 'seed' | 'callbacks' | 'loggers' | 'config'>
> {
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  readonly scheduleDefaults: ScheduleDefaults;
  readonly position: Position;
  readonly maxEpochs: number;
  readonly clipNorm: number;
  readonly nonFinite: NonFinitePolicy;
  readonly guard: Guard;
  readonly warn: (message: string) => void;
  readonly progress: (progress: FitProgress) => void;
  readonly signal: AbortSignal | undefined;
}
