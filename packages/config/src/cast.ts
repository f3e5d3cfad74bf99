import { toPlain } from './node.js';
import type { ConfigNode, Scalar } from './node.js';
import { grammarScalar } from './scalar-text.js';

/** `str(1)`, `int('3')`, … in an override. */
export const CASTS = ['int', 'float', 'str', 'bool', 'json_str'] as const;
export type Cast = (typeof CASTS)[number];

/** What sweeps write for several values of one key. */
export const SWEEPS = ['choice', 'range', 'interval', 'glob', 'shuffle', 'sort', 'tag'] as const;

const number = (value: Scalar): number => {
  const read = typeof value === 'string' ? grammarScalar(value) : value;
  if (typeof read === 'number') return read;
  if (typeof read === 'boolean' && typeof value === 'boolean') return Number(read);
  throw new TypeError(`${JSON.stringify(value)} is no number.`);
};

const boolean = (value: Scalar): boolean => {
  const read = typeof value === 'string' ? grammarScalar(value) : value;
  if (typeof read === 'boolean') return read;
  if (typeof value === 'number') return value !== 0;
  throw new TypeError(`${JSON.stringify(value)} is neither true nor false.`);
};

const castScalar = (cast: Cast, value: Scalar): Scalar => {
  if (cast === 'int') return Math.trunc(number(value));
  if (cast === 'float') return number(value);
  return cast === 'bool' ? boolean(value) : String(value);
};

/**
 * The value of a cast; those of lists and dicts are cast item by item.
 *
 * @throws TypeError when the value is none of the kind
 */
export const castNode = (cast: Cast, node: ConfigNode): ConfigNode => {
  const { origin } = node;
  if (cast === 'json_str') {
    return { kind: 'scalar', value: JSON.stringify(toPlain(node)), origin };
  }
  if (node.kind === 'scalar') return { ...node, value: castScalar(cast, node.value) };
  if (node.kind === 'list') return { ...node, items: node.items.map((i) => castNode(cast, i)) };
  if (node.kind === 'template') throw new TypeError('An interpolation cannot be cast.');
  const entries = [...node.entries].map(
    ([key, entry]) => [key, { ...entry, node: castNode(cast, entry.node) }] as const,
  );
  return { ...node, entries: new Map(entries) };
};
