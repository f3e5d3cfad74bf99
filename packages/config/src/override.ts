import { CASTS, castNode, SWEEPS } from './cast.js';
import type { Cast } from './cast.js';
import { configError } from './config-error.js';
import type { ConfigProblem } from './config-error.js';
import type { ConfigErrorCode } from './error-codes.js';
import { forbiddenKey, isForbiddenKey } from './forbidden-keys.js';
import type { ValueAst } from './grammar/ast.js';
import { Cursor, GrammarError } from './grammar/cursor.js';
import { parseValue } from './grammar/value.js';
import type { ConfigNode, MapEntry, Path } from './node.js';
import type { OverrideOrigin } from './origin.js';
import { grammarScalar } from './scalar-text.js';

export type OverrideAction =
  /** `key=value`: change what is there. */
  | 'set'
  /** `+key=value`: add what is not. */
  | 'add'
  /** `++key=value`: either. */
  | 'force'
  /** `~key` or `~key=value`. */
  | 'delete';

export interface Override {
  readonly text: string;
  readonly action: OverrideAction;
  /** `a.b.c`, `db/engine`, `db@backup`: what stands before `=`. */
  readonly key: string;
  /** The key without `@package`. */
  readonly name: string;
  readonly package: string | undefined;
  readonly path: Path;
  /** Where the key starts. */
  readonly keyOrigin: OverrideOrigin;
  /** None for `~key`, several for a sweep (`key=a,b,c`). */
  readonly values: readonly ConfigNode[];
  /** The values as they were written. */
  readonly valueTexts: readonly string[];
}

const KEY = /([^\s=@~+]+)(?:@([^\s=@:]*))?/y;
const ACTIONS = [
  ['++', 'force'],
  ['+', 'add'],
  ['~', 'delete'],
] as const;

const fail = (
  code: ConfigErrorCode,
  text: string,
  offset: number,
  message: string,
  hint?: string,
): never => {
  const origin = { kind: 'override', text, column: offset + 1 } as const;
  const problem: ConfigProblem & { code: ConfigErrorCode } = { code, message, origin };
  throw configError(hint === undefined ? problem : { ...problem, hint });
};

const toNode = (value: ValueAst, text: string): ConfigNode => {
  const origin: OverrideOrigin = { kind: 'override', text, column: value.start + 1 };
  if (value.type === 'list') {
    return { kind: 'list', items: value.items.map((item) => toNode(item, text)), origin };
  }
  if (value.type === 'map') {
    const entries = new Map<string, MapEntry>();
    for (const { key, start, value: item } of value.entries) {
      if (isForbiddenKey(key))
        fail('LFADS_CONFIG_FORBIDDEN_KEY', text, start, forbiddenKey(key).message);
      if (entries.has(key)) {
        fail(
          'LFADS_CONFIG_DUPLICATE_KEY',
          text,
          start,
          `The key "${key}" stands twice in one dict.`,
        );
      }
      const keyOrigin = { ...origin, column: start + 1 };
      entries.set(key, { keyOrigin, node: toNode(item, text) });
    }
    return { kind: 'map', entries, origin };
  }
  const { parts, bare, source } = value;
  if (!parts.every((part) => typeof part === 'string')) {
    return { kind: 'template', parts, source, offset: undefined, origin };
  }
  const literal = parts.join('');
  return { kind: 'scalar', value: bare ? grammarScalar(literal) : literal, origin };
};

const CALL = new RegExp(`[ \\t]*(${[...CASTS, ...SWEEPS].join('|')})\\(`, 'y');
const isCast = (name: string): name is Cast => CASTS.some((cast) => cast === name);

/** A value, or a cast of one. */
const parseCastable = (cursor: Cursor): ConfigNode => {
  const start = cursor.pos;
  const name = cursor.match(CALL)?.[1];
  if (name === undefined) return toNode(parseValue(cursor), cursor.text);
  if (!isCast(name)) {
    return fail(
      'LFADS_CONFIG_SWEEP_VALUE',
      cursor.text,
      start,
      `${name}(…) stands for several values, where one is wanted.`,
      `To train with each: lfads train --multirun. For text quote it: '${cursor.text.slice(start)}'.`,
    );
  }
  const value = parseCastable(cursor);
  cursor.expect(')', `to end ${name}(`);
  cursor.skipSpace();
  try {
    return castNode(name, value);
  } catch (error) {
    throw new GrammarError(`${name}(…): ${(error as Error).message}`, start);
  }
};

const parseValues = (cursor: Cursor): { node: ConfigNode; text: string }[] => {
  const values = [];
  do {
    const start = cursor.pos;
    const node = parseCastable(cursor);
    values.push({ node, text: cursor.text.slice(start, cursor.pos).trim() });
  } while (cursor.take(','));
  if (!cursor.done) {
    throw new GrammarError(
      `Did not expect ${cursor.found} here.`,
      cursor.pos,
      `Quote text that has special characters: key='some (text)'.`,
    );
  }
  return values;
};

const parse = (text: string): Override => {
  const cursor = new Cursor(text);
  cursor.skipSpace();
  const action = ACTIONS.find(([sign]) => cursor.take(sign))?.[1] ?? 'set';
  const start = cursor.pos;
  const match = cursor.match(KEY);
  if (!match) throw new GrammarError(`Expected a key, found ${cursor.found}.`, cursor.pos);
  const [key, name = '', pkg] = match;
  const path = name.split('.');
  if (path.includes('')) throw new GrammarError('A key has no empty parts.', start);
  const forbidden = path.find(isForbiddenKey);
  if (forbidden) fail('LFADS_CONFIG_FORBIDDEN_KEY', text, start, forbiddenKey(forbidden).message);
  cursor.skipSpace();
  const hasValue = cursor.take('=');
  if (!hasValue && (action !== 'delete' || !cursor.done)) {
    throw new GrammarError(`Expected "=" after the key, found ${cursor.found}.`, cursor.pos);
  }
  const keyOrigin = { kind: 'override', text, column: start + 1 } as const;
  const parsed = hasValue ? parseValues(cursor) : [];
  const values = parsed.map((value) => value.node);
  const valueTexts = parsed.map((value) => value.text);
  return { text, action, key, name, package: pkg, path, keyOrigin, values, valueTexts };
};

/**
 * Parses one override: `a.b=value`, `+new=value`, `++any=value`, `~gone`, `group=choice`,
 * `group@package=choice`. Values are numbers, booleans, null, text (quoted or not), `[lists]`,
 * `{dicts: 1}` and interpolations; several values apart by commas make a sweep.
 *
 * @throws ConfigError LFADS_CONFIG_OVERRIDE_SYNTAX with the column of the fault
 */
export const parseOverride = (text: string): Override => {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    return fail('LFADS_CONFIG_OVERRIDE_SYNTAX', text, error.offset, error.message, error.hint);
  }
};

/** The one value of an override that must not be a sweep. */
export const singleValue = (override: Override): ConfigNode => {
  const [value, second] = override.values;
  if (second) {
    fail(
      'LFADS_CONFIG_SWEEP_VALUE',
      override.text,
      second.origin.column - 1,
      `"${override.key}" is given ${override.values.length} values, where one is wanted.`,
      `To train with each: lfads train --multirun. For a list write ${override.key}=[a,b]; for text with a comma quote it: ${override.key}='a,b'.`,
    );
  }
  return value ?? { kind: 'scalar', value: null, origin: override.keyOrigin };
};
