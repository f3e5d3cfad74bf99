import type { Interpolation, ListAst, MapAst, TextAst, ValueAst } from './ast.js';
import { GrammarError } from './cursor.js';
import type { Cursor } from './cursor.js';
import { parseInterpolation, parseTemplate, pushPart } from './template.js';

const PLAIN = /[^\\$,[\]{}()'" \t]+|\$(?!\{)/y;
const PLAIN_KEY = /[^\\,[\]{}()'":]+/y;
const ESCAPED = /\\([\\()[\]{}:=, \t])/y;

/** Text in quotes: `\'` stands for the quote; other backslashes stand for themselves. */
const parseQuoted = (cursor: Cursor): TextAst => {
  const start = cursor.pos;
  const quote = cursor.text.charAt(start);
  cursor.pos += 1;
  let content = '';
  for (;;) {
    const plain = cursor.match(quote === '"' ? /[^"\\]+/y : /[^'\\]+/y);
    content += plain?.[0] ?? '';
    const slashes = cursor.match(/\\*/y)?.[0].length ?? 0;
    if (cursor.done) {
      throw new GrammarError(`The quote ${quote} opened here is not closed.`, start);
    }
    if (!cursor.at(quote)) {
      content += '\\'.repeat(slashes);
      continue;
    }
    cursor.pos += 1;
    content += '\\'.repeat(Math.floor(slashes / 2));
    if (slashes % 2 === 0) break;
    content += quote;
  }
  const source = cursor.text.slice(start, cursor.pos);
  return { type: 'text', parts: parseTemplate(content), bare: false, start, source };
};

const parseUnquoted = (cursor: Cursor): TextAst => {
  const start = cursor.pos;
  const parts: (string | Interpolation)[] = [];
  let bare = true;
  let end = start;
  for (;;) {
    const space = cursor.match(/[ \t]+/y)?.[0] ?? '';
    const from = cursor.pos;
    const plain = cursor.match(PLAIN);
    const escaped = plain ? undefined : cursor.match(ESCAPED);
    let part: string | Interpolation;
    if (plain) part = plain[0];
    else if (escaped) part = escaped[1] ?? '';
    else if (cursor.at('${')) part = parseInterpolation(cursor);
    else if (cursor.take('\\')) part = cursor.at('${') ? parseInterpolation(cursor).source : '\\';
    else {
      cursor.pos = from;
      break;
    }
    if (!plain) bare = false;
    pushPart(parts, space);
    pushPart(parts, part);
    end = cursor.pos;
  }
  return { type: 'text', parts, bare, start, source: cursor.text.slice(start, end) };
};

/** A value inside brackets, where an empty one is surely a slip. */
const parseItem = (cursor: Cursor): ValueAst => {
  const value = parseValue(cursor);
  if (value.type === 'text' && value.source === '') {
    throw new GrammarError(`Expected a value, found ${cursor.found}.`, cursor.pos);
  }
  return value;
};

const parseList = (cursor: Cursor): ListAst => {
  const start = cursor.pos;
  const items: ValueAst[] = [];
  cursor.pos += 1;
  cursor.skipSpace();
  if (!cursor.at(']')) {
    do items.push(parseItem(cursor));
    while (cursor.take(','));
  }
  cursor.expect(']', 'to end the list');
  return { type: 'list', items, start };
};

const parseMapKey = (cursor: Cursor): { key: string; start: number } => {
  cursor.skipSpace();
  const start = cursor.pos;
  if (cursor.at('"') || cursor.at("'")) {
    const { parts } = parseQuoted(cursor);
    if (!parts.every((part) => typeof part === 'string')) {
      throw new GrammarError('A key of a dict cannot be an interpolation.', start);
    }
    return { key: parts.join(''), start };
  }
  const key = cursor.match(PLAIN_KEY)?.[0].trim();
  if (!key)
    throw new GrammarError(`Expected a key of the dict, found ${cursor.found}.`, cursor.pos);
  return { key, start };
};

const parseMap = (cursor: Cursor): MapAst => {
  const start = cursor.pos;
  const entries: { key: string; start: number; value: ValueAst }[] = [];
  cursor.pos += 1;
  cursor.skipSpace();
  if (!cursor.at('}')) {
    do {
      const key = parseMapKey(cursor);
      cursor.skipSpace();
      cursor.expect(':', 'after the key');
      entries.push({ ...key, value: parseItem(cursor) });
    } while (cursor.take(','));
  }
  cursor.expect('}', 'to end the dict');
  return { type: 'map', entries, start };
};

/** Parses a value up to the `,`, bracket or end that follows it: text, a list or a dict. */
export function parseValue(cursor: Cursor): ValueAst {
  cursor.skipSpace();
  const value = cursor.at('[')
    ? parseList(cursor)
    : cursor.at('{')
      ? parseMap(cursor)
      : cursor.at('"') || cursor.at("'")
        ? parseQuoted(cursor)
        : parseUnquoted(cursor);
  cursor.skipSpace();
  return value;
}
