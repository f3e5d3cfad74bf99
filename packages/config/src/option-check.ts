import type { ComponentDefinition } from '@lfads/core';
import { describeIssue, unknownOption } from './option-problems.js';
import type { OptionProblem } from './option-problems.js';
import { optionNames } from './option-schema.js';

/** Stands for a part that could not be made, so that its siblings can still be checked. */
export const FAILED = Symbol('failed');

const containsFailed = (value: unknown): boolean => {
  if (value === FAILED) return true;
  if (Array.isArray(value)) return value.some(containsFailed);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== null)
    return false;
  return Object.values(value).some(containsFailed);
};

/**
 * Checks options against a component's schema. What is wrong with a part that failed was reported
 * where it failed, so it is passed over here; but then the options are not valid either.
 */
export const checkOptions = (
  { target, options: schema }: ComponentDefinition,
  options: Readonly<Record<string, unknown>>,
): { problems: readonly OptionProblem[]; valid?: { options: unknown } } => {
  const names = optionNames(schema);
  const unknown = names ? Object.keys(options).filter((key) => !names.includes(key)) : [];
  const failed = Object.keys(options).filter((key) => containsFailed(options[key]));
  const known = Object.entries(options).filter(([key]) => !unknown.includes(key));
  const parsed = schema.safeParse(Object.fromEntries(known));
  const issues = parsed.success ? [] : parsed.error.issues;
  const problems = [
    ...unknown.map((key) => unknownOption([key], target, names ?? [])),
    ...issues
      .filter((issue) => !failed.includes(String(issue.path[0])))
      .flatMap((issue) => describeIssue(issue, options, target)),
  ];
  return parsed.success && failed.length === 0 && problems.length === 0
    ? { problems, valid: { options: parsed.data } }
    : { problems };
};
