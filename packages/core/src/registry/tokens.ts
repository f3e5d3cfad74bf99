import type { DataModule, RunPaths, Token } from '../contracts/index.js';

/**
 * Services that a component's factory may ask for. `Symbol.for` makes them the same symbols in two
 * copies of this package.
 */
const token = <T>(name: string): Token<T> => Symbol.for(`lfads.${name}`);

/** The run's seed, uint32: key of all its random streams. */
export const SEED = token<number>('seed');
/** Where the run writes. */
export const RUN_PATHS = token<RunPaths>('run-paths');
/** The run's data module after `setup`: the sessions' sizes, and the arrays their files carry. */
export const DATA_MODULE = token<DataModule>('data-module');
/** Takes a sentence for the user of the run, shown once; of components that stand in for others. */
export const NOTICE = token<(text: string) => void>('notice');
