import type { Interpolation } from './ast.js';
import { Cursor, GrammarError } from './cursor.js';
import { parseValue } from './value.js';

const RESOLVER_NAME = /([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)[ \t]*:/y;
const KEY = /[^\\{}()[\]:. \t'"]+/y;

/** Adds to `parts`, joining neighbouring literals. */
export const pushPart = (parts: (string | Interpolation)[], part: string | Interpolation): void => {
  const last = parts.at(-1);
  if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
  else if (part !== '') parts.push(part);
};

const parseKey = (cursor: Cursor): string | Interpolation => {
  if (cursor.at('${')) return parseInterpolation(cursor);
  const key = cursor.match(KEY);
  if (!key) {
    throw new GrammarError(
      `Expected a key in the interpolation, found ${cursor.found}.`,
      cursor.pos,
    );
  }
  return key[0];
};

const parseKeys = (cursor: Cursor): (string | Interpolation)[] => {
  const keys: (string | Interpolation)[] = [];
  if (!cursor.at('[')) keys.push(parseKey(cursor));
  for (;;) {
    if (cursor.take('[')) {
      keys.push(parseKey(cursor));
      cursor.expect(']', 'after the key');
    } else if (cursor.take('.')) keys.push(parseKey(cursor));
    else return keys;
  }
};

const parseArguments = (cursor: Cursor) => {
  const args = [];
  cursor.skipSpace();
  if (!cursor.at('}')) {
    do args.push(parseValue(cursor));
    while (cursor.take(','));
  }
  return args;
};

/** Parses one interpolation; the cursor stands on its `${`. */
export function parseInterpolation(cursor: Cursor): Interpolation {
  const start = cursor.pos;
  cursor.pos += 2;
  cursor.skipSpace();
  const call = cursor.match(RESOLVER_NAME);
  const body = call
    ? ({ type: 'call', name: call[1] ?? '', args: parseArguments(cursor) } as const)
    : ({
        type: 'reference',
        dots: cursor.match(/\.*/y)?.[0].length ?? 0,
        keys: parseKeys(cursor),
      } as const);
  cursor.skipSpace();
  if (!cursor.take('}')) {
    throw new GrammarError(
      `Expected "}" to end the interpolation, found ${cursor.found}.`,
      cursor.pos,
      cursor.done ? undefined : 'Quote text that has special characters.',
    );
  }
  return { ...body, start, source: cursor.text.slice(start, cursor.pos) };
}

/**
 * Splits text into literals and interpolations. `\${` stands for a literal `${`; backslashes need
 * doubling only right before `${`.
 */
export const parseTemplate = (text: string, origin = 0): (string | Interpolation)[] => {
  const parts: (string | Interpolation)[] = [];
  const cursor = new Cursor(text, origin);
  while (!cursor.done) {
    const literal = cursor.match(/(?:(?!\\*\$\{)[^])+/y);
    if (literal) pushPart(parts, literal[0]);
    if (cursor.done) break;
    const slashes = cursor.match(/\\*/y)?.[0].length ?? 0;
    pushPart(parts, '\\'.repeat(Math.floor(slashes / 2)));
    if (slashes % 2 === 1) {
      cursor.pos += 2;
      pushPart(parts, '${');
    } else pushPart(parts, parseInterpolation(cursor));
  }
  return parts;
};
