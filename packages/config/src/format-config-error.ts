import type { ConfigError, ConfigProblem } from './config-error.js';
import { describeOrigin, shortPath } from './origin.js';

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

/** Renders one problem: a line of code, place and key path, then what is wrong, then what to do. */
export const formatProblem = (problem: ConfigProblem, cwd: string = process.cwd()): string => {
  const { origin } = problem;
  const place = origin ? describeOrigin(origin, cwd) : problem.file && shortPath(problem.file, cwd);
  const head = [problem.code, place, problem.path].filter(Boolean).join('  ');
  const caret =
    origin?.kind === 'override' && !origin.text.includes('\n')
      ? [origin.text, `${' '.repeat(origin.column - 1)}^`]
      : [];
  const body = [...caret, problem.message, problem.hint].filter((line) => line !== undefined);
  return `${head}\n${indent(body.join('\n'))}`;
};

/**
 * Renders all problems of an error, one paragraph each:
 *
 * ```
 * LFADS_CONFIG_UNKNOWN_TARGET  configs/model/mine.yaml:31:14  model.ic_prior._target_
 *   No component is registered as "@lfads/core/MultivariatNormal".
 *   Did you mean "@lfads/core/MultivariateNormal"?  (lfads plugins list shows them all)
 * ```
 */
export const formatConfigError = (error: ConfigError, cwd?: string): string =>
  error.problems.map((problem) => formatProblem(problem, cwd)).join('\n\n');
