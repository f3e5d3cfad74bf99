import { resolve } from 'node:path';
import type { ConfigValue } from './node.js';

/** What a resolver may use besides its arguments. */
export interface ResolverContext {
  /** The folder that holds the config folder of the file that calls it; for overrides the current one. */
  readonly baseDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
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

/** The resolvers that every config has: `relpath`, `max`, `sum`, `oc.env`. */
export const builtinResolvers: ResolverTable = new Map([
  ['relpath', relpath],
  ['max', max],
  ['sum', sum],
  ['oc.env', environment],
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
