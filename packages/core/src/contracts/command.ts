import type { z } from 'zod';
import type { Lfads } from '../model/index.js';
import type { DataModule } from './data-module.js';
import type { RunPaths } from './training.js';

/** A finished or interrupted run, opened for work on what it learnt. */
export interface OpenedRun {
  readonly paths: RunPaths;
  readonly seed: number;
  /** The resolved config, plain values. */
  readonly config: Readonly<Record<string, unknown>>;
  /** With the parameters of the checkpoint. */
  readonly model: Lfads;
  /** Set up: its sessions are read. */
  readonly dataModule: DataModule;
}

export interface OpenRunOptions {
  /** Default: the best there is, else the last. */
  checkpoint?: 'best' | 'last';
  /** Changes of the run's config: `a.b.c=value`. */
  overrides?: readonly string[];
}

/** What a command gets from the program that runs it. */
export interface CommandHost {
  /** Relative paths of the command line are below this folder. */
  readonly cwd: string;
  /** Whether `--json` was given: the command then ends with one line of JSON on `print`. */
  readonly json: boolean;
  /** Aborted when the user asks to stop. */
  readonly signal: AbortSignal;
  /** Results: what a pipe should get. */
  print(text: string): void;
  /** Progress and remarks, a line each. */
  note(text: string): void;
  /**
   * Opens the folder of a run; starts the back end first.
   * @throws LfadsError when it is no run, or its data are gone
   */
  openRun(run: string, options?: OpenRunOptions): Promise<OpenedRun>;
  /** Starts the back end that the user chose, for commands that compute with tensors; once. */
  startBackend(): Promise<void>;
}

/** A subcommand that a plugin adds to the `lfads` program. */
export interface CommandDefinition<Options extends z.ZodObject = z.ZodObject> {
  /** The words after `lfads`: `stitch`, or `calcium prepare`. */
  readonly name: string;
  /** One sentence; shown by `lfads --help`. */
  readonly summary: string;
  /** What its help says besides. */
  readonly docs?: string;
  /** Options by snake_case names; on the command line `bin_width` is `--bin-width`. */
  readonly options: Options;
  /** Options that are given as words, in this order; the last may be a list. */
  readonly words?: readonly (string & keyof z.output<Options>)[];
  run(options: z.output<Options>, host: CommandHost): Promise<void> | void;
}
