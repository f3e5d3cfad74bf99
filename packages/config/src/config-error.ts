import { LfadsError } from '@lfads/core';
import type { ConfigErrorCode } from './error-codes.js';
import { formatProblem } from './format-config-error.js';
import type { Origin } from './origin.js';

/** One thing wrong with a config. */
export interface ConfigProblem {
  /** One of this package's codes, or the code of the component that refused its options. */
  readonly code: `LFADS_${string}`;
  /** What is wrong: what was found, what was expected. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** The key's path, e.g. `model.ic_prior._target_`. */
  readonly path?: string;
  readonly origin?: Origin;
  /** A file without a line, where the whole file is at fault. */
  readonly file?: string;
}

/** Everything that is wrong with a config, at least one problem. `formatConfigError` renders it. */
export class ConfigError extends LfadsError {
  readonly problems: readonly ConfigProblem[];
  readonly path: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(problems: readonly [ConfigProblem, ...ConfigProblem[]]) {
    const [first] = problems;
    const single = problems.length === 1;
    super(
      first.code,
      single
        ? first.message
        : `${problems.length} problems in the configuration:\n\n${problems.map((p) => formatProblem(p)).join('\n\n')}`,
      single ? first.hint : undefined,
    );
    this.name = 'ConfigError';
    this.problems = problems;
    this.path = first.path;
    const file = first.origin?.kind === 'file' ? first.origin : undefined;
    this.file = file?.file ?? first.file;
    this.line = file?.line;
    this.column = first.origin?.column;
  }
}

/** The problem as an error, for throwing. */
export const configError = (problem: ConfigProblem & { code: ConfigErrorCode }): ConfigError =>
  new ConfigError([problem]);

/** Throws all the problems at once, if there are any. */
export const throwIfAny = (problems: Iterable<ConfigProblem>): void => {
  const [first, ...rest] = problems;
  if (first) throw new ConfigError([first, ...rest]);
};
