import { resolve } from 'node:path';
import type { ConfigValue } from './node.js';

/** What a resolver may use besides its arguments. */
export interface ResolverContext {
  /** The folder that holds the config folder of the file that calls it; for overrides the current one. */
  readonly baseDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The value at a key, as `${key}` would give it; undefined when there is none, or it is `???`. */
  select(key: string): ConfigValue | undefined;
  /** The value of a text in the grammar of overrides: `[1, x]` is a list. */
  decode(text: string): ConfigValue;
}

/** Computes the value of `${name:arg,arg}`. An Error that it throws becomes the config's error. */
export type Resolver = (args: readonly ConfigValue[], context: ResolverContext) => ConfigValue;

export type ResolverTable = ReadonlyMap<string, Resolver>;

const numbers = (name: string, args: readonly ConfigValue[]): number[] => {
  const values = args.flatMap((arg) => (Array.isArray(arg) ? (arg as ConfigValue[]) : [arg]));
  return values.map((value) => {
    if (typeof value === 'number') return value;
    throw new TypeError(`${name} wants numbers, found ${JSON.stringify(value)}.`);
  });
};

const text = (name: string, what: string, value: ConfigValue | undefined): string => {
  if (typeof value === 'string' && value !== '') return value;
  throw new TypeError(`${name} wants ${what}, found ${JSON.stringify(value ?? null)}.`);
};

const max: Resolver = (args) => {
  const values = numbers('max', args);
  if (values.length === 0) throw new TypeError('max wants at least one number.');
  return Math.max(...values);
};

const sum: Resolver = (args) => numbers('sum', args).reduce((total, value) => total + value, 0);

/** A path in the project: an absolute one, counted from the folder that holds the config folder. */
const relpath: Resolver = (args, { baseDir }) =>
  resolve(baseDir, text('relpath', 'a path', args[0]));

/** An environment variable as text, or the default when it is not set. */
const environment: Resolver = (args, { env }) => {
  const name = text('oc.env', 'the name of an environment variable', args[0]);
  const value = env[name];
  if (value !== undefined) return value;
  const fallback = args[1];
  if (fallback === undefined) {
    throw new Error(
      `The environment variable ${name} is not set, and there is no default (\${oc.env:${name},default}).`,
    );
  }
  return fallback === null || typeof fallback === 'object' ? fallback : String(fallback);
};

/** The value at a key, or the default where there is none; null without a default. */
const select: Resolver = ([key, fallback = null], { select: at }) =>
  at(text('oc.select', 'a key', key)) ?? fallback;

const decode: Resolver = ([value], context) =>
  value === null ? null : context.decode(text('oc.decode', 'a text', value));

const create: Resolver = ([value = null]) => value;

const mapping = (name: string, args: readonly ConfigValue[], { select: at }: ResolverContext) => {
  const [given = null] = args;
  const found = typeof given === 'string' ? at(given) : given;
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found;
  throw new TypeError(`${name} wants the key of a mapping, found ${JSON.stringify(given)}.`);
};

const keysOf: Resolver = (args, context) => Object.keys(mapping('oc.dict.keys', args, context));
const valuesOf: Resolver = (args, context) =>
  Object.values(mapping('oc.dict.values', args, context)) as ConfigValue[];

/** The value of the key that took the place of this one. */
const deprecated: Resolver = ([key], { select: at }) => {
  const found = at(text('oc.deprecated', 'a key', key));
  if (found !== undefined) return found;
  throw new TypeError(`oc.deprecated refers to "${String(key)}", which does not exist.`);
};

/** The resolvers that every config has. */
export const builtinResolvers: ResolverTable = new Map([
  ['relpath', relpath],
  ['max', max],
  ['sum', sum],
  ['oc.env', environment],
  ['oc.select', select],
  ['oc.decode', decode],
  ['oc.create', create],
  ['oc.dict.keys', keysOf],
  ['oc.dict.values', valuesOf],
  ['oc.deprecated', deprecated],
]);

/**
 * A table with one resolver more; the given table stays as it is.
 *
 * @throws RangeError when the name is taken
 */
export const registerResolver = (
  name: string,
  resolver: Resolver,
  table: ResolverTable = builtinResolvers,
): ResolverTable => {
  if (table.has(name)) throw new RangeError(`A resolver "${name}" is registered already.`);
  return new Map([...table, [name, resolver]]);
};
