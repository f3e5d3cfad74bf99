import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node, Pair, Scalar as YamlScalar } from 'yaml';
import type { ConfigProblem } from './config-error.js';
import { throwIfAny } from './config-error.js';
import { forbiddenKey, isForbiddenKey } from './forbidden-keys.js';
import type { ConfigNode, MapEntry, MapNode } from './node.js';
import type { FileOrigin } from './origin.js';
import { yamlScalar } from './scalar-text.js';
import { textNode } from './text-node.js';

/** More aliases than this in one file is an attack or an accident, not a config. */
const MAX_ALIASES = 100;

interface Reader {
  readonly document: Document;
  readonly originAt: (offset: number) => FileOrigin;
  readonly problems: ConfigProblem[];
  readonly expandAlias: () => boolean;
}

const offsetOf = (node: { range?: readonly number[] | null }): number => node.range?.[0] ?? 0;

const readScalar = (scalar: YamlScalar, origin: FileOrigin, reader: Reader): ConfigNode => {
  const text = String(scalar.value ?? '');
  if (scalar.type === 'PLAIN' && scalar.tag !== 'tag:yaml.org,2002:str') {
    const value = yamlScalar(text);
    if (typeof value !== 'string') return { kind: 'scalar', value, origin };
  }
  const source = scalar.source ?? text;
  const written = scalar.range ? scalar.range[1] - scalar.range[0] : 0;
  const lead = scalar.type === 'PLAIN' ? 0 : scalar.type?.startsWith('QUOTE') ? 1 : undefined;
  const offset =
    source === text && lead !== undefined && written <= text.length + 2 ? lead : undefined;
  return textNode(text, origin, offset, reader.problems);
};

const readKey = (pair: Pair, reader: Reader): { key: string; origin: FileOrigin } | undefined => {
  const node = pair.key as Node;
  const origin = reader.originAt(offsetOf(node));
  if (!isScalar(node) || String(node.value ?? '') === '') {
    reader.problems.push({
      code: 'LFADS_CONFIG_YAML_SYNTAX',
      message: 'The key of a mapping must be a word or a number.',
      origin,
    });
    return undefined;
  }
  const key = String(node.value);
  if (!isForbiddenKey(key)) return { key, origin };
  reader.problems.push({ ...forbiddenKey(key), origin });
  return undefined;
};

const readMap = (pairs: readonly Pair[], origin: FileOrigin, reader: Reader): MapNode => {
  const entries = new Map<string, MapEntry>();
  const merged: [string, MapEntry][] = [];
  for (const pair of pairs) {
    const key = readKey(pair, reader);
    if (!key) continue;
    const node = readNode(pair.value as Node | null, key.origin, reader);
    if (key.key === '<<' && isScalar(pair.key) && pair.key.type === 'PLAIN') {
      const sources = node.kind === 'list' ? node.items : [node];
      for (const source of sources) if (source.kind === 'map') merged.push(...source.entries);
    } else entries.set(key.key, { keyOrigin: key.origin, node });
  }
  for (const [key, entry] of merged) if (!entries.has(key)) entries.set(key, entry);
  return { kind: 'map', entries, origin };
};

const readNode = (node: Node | null, fallback: FileOrigin, reader: Reader): ConfigNode => {
  if (node === null) return { kind: 'scalar', value: null, origin: fallback };
  const origin = reader.originAt(offsetOf(node));
  const nothing: ConfigNode = { kind: 'scalar', value: null, origin };
  if (isAlias(node)) {
    const source = reader.expandAlias() ? node.resolve(reader.document) : undefined;
    return source ? readNode(source, origin, reader) : nothing;
  }
  const tag = 'tag' in node ? node.tag : undefined;
  if (tag !== undefined && !/^tag:yaml\.org,2002:(?:str|map|seq)$/.test(tag)) {
    reader.problems.push({
      code: 'LFADS_CONFIG_YAML_SYNTAX',
      message: `The tag "${tag}" is not allowed: a config holds plain values.`,
      origin,
    });
    return nothing;
  }
  if (isMap(node)) return readMap(node.items, origin, reader);
  if (isSeq(node)) {
    return {
      kind: 'list',
      items: node.items.map((item) => readNode(item as Node | null, origin, reader)),
      origin,
    };
  }
  return isScalar(node) ? readScalar(node, origin, reader) : nothing;
};

const syntaxProblem = (
  error: { code: string; message: string; pos: [number, number] },
  text: string,
  originAt: Reader['originAt'],
): ConfigProblem => {
  const origin = originAt(error.pos[0]);
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^:\n]*/.exec(text.slice(error.pos[0]))?.[0].trim() ?? '';
    return {
      code: 'LFADS_CONFIG_DUPLICATE_KEY',
      message: `The key "${key}" stands twice in one mapping.`,
      hint: 'Remove one of the two.',
      origin,
    };
  }
  const tab = error.code === 'TAB_AS_INDENT';
  return {
    code: 'LFADS_CONFIG_YAML_SYNTAX',
    message: tab ? 'A tab indents this line.' : `Not valid YAML: ${error.message}.`,
    ...(tab ? { hint: 'Indent with spaces: YAML does not allow tabs.' } : {}),
    origin,
  };
};

/**
 * Reads YAML text into nodes that know their line and column.
 *
 * @param root the folder of the search path that the file was found in
 * @throws ConfigError with every fault of the file
 */
export const loadYaml = (text: string, file: string, root: string): MapNode => {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'failsafe',
    prettyErrors: false,
    logLevel: 'error',
  });
  const originAt = (offset: number): FileOrigin => {
    const { line, col } = lines.linePos(offset);
    return { kind: 'file', file, line: Math.max(line, 1), column: Math.max(col, 1), root };
  };
  const problems = document.errors.map((error) => syntaxProblem(error, text, originAt));
  throwIfAny(problems);

  let aliases = 0;
  const expandAlias = () => {
    aliases += 1;
    if (aliases === MAX_ALIASES + 1) {
      problems.push({
        code: 'LFADS_CONFIG_YAML_SYNTAX',
        message: `The file expands more than ${MAX_ALIASES} aliases, or one that contains itself.`,
        file,
      });
    }
    return aliases <= MAX_ALIASES;
  };
  const start = originAt(0);
  const node = document.contents
    ? readNode(document.contents, start, { document, originAt, problems, expandAlias })
    : readMap([], start, { document, originAt, problems, expandAlias });
  if (node.kind !== 'map') {
    problems.push({
      code: 'LFADS_CONFIG_YAML_SYNTAX',
      message: `A config file holds a mapping (key: value), this one holds ${node.kind === 'list' ? 'a list' : 'a single value'}.`,
      origin: node.origin,
    });
  }
  throwIfAny(problems);
  return node as MapNode;
};
