import { ConfigError } from '../config-error.js';
import type { ConfigProblem } from '../config-error.js';

/** The problems that an action fails with. Anything but a ConfigError is thrown on. */
export const problemsOf = (action: () => unknown): readonly ConfigProblem[] => {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('Expected a ConfigError, but nothing was thrown.');
};

/** The same for an action that is to have exactly one problem. */
export const problemOf = (action: () => unknown): ConfigProblem => {
  const problems = problemsOf(action);
  const [only] = problems;
  if (!only || problems.length > 1) {
    throw new Error(
      `Expected one problem, found ${problems.length}: ${problems.map((p) => p.message).join(' | ')}`,
    );
  }
  return only;
};
