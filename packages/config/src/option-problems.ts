import { targetOf } from '@lfads/core';
import type { z } from 'zod';
import { didYouMean, joinHints } from './nearest.js';
import type { Path } from './node.js';

type Issue = z.core.$ZodIssue;

/** One fault of a component's options, at a path inside them. */
export interface OptionProblem {
  readonly code:
    'LFADS_CONFIG_UNKNOWN_OPTION' | 'LFADS_CONFIG_MISSING_OPTION' | 'LFADS_CONFIG_BAD_OPTION';
  readonly at: Path;
  readonly message: string;
  readonly hint?: string;
}

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

const TYPE_NAMES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  null: 'null',
};

const typeName = (type: string): string => TYPE_NAMES[type] ?? article(type);

/** A component that was made already, as against values from the YAML. */
const isPart = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && targetOf(value) !== undefined;

const show = (value: unknown): string => {
  if (typeof value === 'number') return String(value);
  if (isPart(value)) return 'a component';
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'nothing';
  const text = JSON.stringify(value, (_, inner: unknown) =>
    isPart(inner) ? 'a component' : inner,
  );
  return text.length <= 60 ? text : Array.isArray(value) ? 'a list' : 'a mapping';
};

const bound = (issue: Issue & { code: 'too_small' | 'too_big' }): string => {
  const small = issue.code === 'too_small';
  const limit = String(small ? issue.minimum : issue.maximum);
  const several = { array: 'a list', string: 'text', set: 'a list', map: 'a mapping' };
  const holder = several[issue.origin as keyof typeof several];
  const least = small ? 'at least' : 'at most';
  if (holder) return `${holder} of ${least} ${limit} ${holder === 'text' ? 'characters' : 'items'}`;
  const sign = `${small ? '>' : '<'}${issue.inclusive === false ? '' : '='}`;
  return `a number ${sign} ${limit}`;
};

/** What a value should have been, in words; undefined when only zod's own message can tell. */
const expected = (issue: Issue): string | undefined => {
  if (issue.code === 'invalid_type') return typeName(issue.expected);
  if (issue.code === 'too_small' || issue.code === 'too_big') return bound(issue);
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(show).join(', ')}`;
  if (issue.code === 'not_multiple_of') return `a multiple of ${issue.divisor}`;
  if (issue.code !== 'invalid_union') return undefined;
  const branches = issue.errors.map((branch) => branch[0] && expected(branch[0]));
  const known = [...new Set(branches.filter((branch) => branch !== undefined))];
  return known.length > 0 ? known.join(' or ') : undefined;
};

const valueAt = (options: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    options,
  );

const hintFor = (issue: Issue, value: unknown): string | undefined =>
  issue.code === 'invalid_value' && typeof value === 'string'
    ? didYouMean(value, issue.values.map(String))
    : undefined;

/** The problem of an option that a component does not have. */
export const unknownOption = (
  at: Path,
  owner: string,
  known?: readonly string[],
): OptionProblem => ({
  code: 'LFADS_CONFIG_UNKNOWN_OPTION',
  at,
  message: `${owner} has no option "${at.at(-1) ?? ''}".`,
  ...joinHints(
    known && didYouMean(at.at(-1) ?? '', known),
    known && `Options: ${known.join(', ') || 'none'}.`,
  ),
});

/** Says in words what a schema found wrong with `options`. */
export const describeIssue = (issue: Issue, options: unknown, owner: string): OptionProblem[] => {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownOption([...at, key], owner));
  }
  const value = valueAt(options, issue.path);
  const wanted = expected(issue) ?? /^expected (.*)/i.exec(issue.message)?.[1];
  if (value === undefined && at.length > 0) {
    const name = at.join('.');
    const what = wanted === undefined ? '' : `: ${wanted}`;
    return [
      {
        code: 'LFADS_CONFIG_MISSING_OPTION',
        at,
        message: `${owner} needs the option "${name}"${what}.`,
      },
    ];
  }
  const claim = wanted === undefined ? issue.message.replace(/\.$/, '') : `Expected ${wanted}`;
  const found = isPart(value) ? '' : `, found ${show(value)}`;
  const hint = joinHints(hintFor(issue, value));
  return [{ code: 'LFADS_CONFIG_BAD_OPTION', at, message: `${claim}${found}.`, ...hint }];
};
