import type { DataModule, Job, JobCommand, RunPaths, Token } from '../contracts/index.js';
import type { RandomStreams } from '../random/index.js';

/**
 * Services that a component's factory may ask for. `Symbol.for` makes them the same symbols in two
 * copies of this package.
 */
const token = <T>(name: string): Token<T> => Symbol.for(`lfads.${name}`);

/** Takes sentences for the user of the run; the same sentence is shown once. */
export interface Log {
  /** What is good to know. */
  info(text: string): void;
  /** What is not as it was asked for: a part that stands in for another, data left out. */
  warn(text: string): void;
}

/** The mean of one session's training data, per channel. */
export interface SessionStatistics {
  /** Mean per bin of what the encoder sees, NaN left out; `[channels]`. */
  readonly encodMeans: Float32Array;
  /** Mean per bin of what is to be reconstructed, NaN left out; `[channels]`. */
  readonly reconMeans: Float32Array;
  /** Largest value of what is to be reconstructed; `[channels]`. */
  readonly reconMaxima: Float32Array;
}

/** Statistics of the training trials, read when they are first asked for. */
export interface DataStatistics {
  session(index: number): SessionStatistics;
}

/** The run's seed, uint32: key of all its random streams. */
export const SEED = token<number>('seed');

/** Random streams of the run by name; a component draws from one named after its target. */
export const RANDOM_STREAMS = token<RandomStreams>('random-streams');

/** Where the run writes. */
export const RUN_PATHS = token<RunPaths>('run-paths');

/** The run's data module after `setup`: the sessions' sizes, and the arrays their files carry. */
export const DATA_MODULE = token<DataModule>('data-module');

/** Statistics of the run's training data; provided, like DATA_MODULE, to the parts of the model. */
export const DATA_STATISTICS = token<DataStatistics>('data-statistics');

/** What parts have to say to the user. */
export const LOG = token<Log>('log');

/** How a job of the sweep is run; provided to launchers. */
export const JOB_COMMAND = token<(job: Job) => JobCommand>('job-command');
