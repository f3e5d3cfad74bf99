import type { Interpolation } from './grammar/ast.js';
import type { Origin } from './origin.js';

export type Scalar = string | number | boolean | null;

/** Plain values of a config. Mappings have no prototype, so that no inherited name can pass for a key. */
export type ConfigValue = Scalar | readonly ConfigValue[] | ConfigTree;
export interface ConfigTree {
  readonly [key: string]: ConfigValue;
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: Scalar;
  readonly origin: Origin;
}

/** Text with interpolations that are still to be resolved. */
export interface TemplateNode {
  readonly kind: 'template';
  readonly parts: readonly (string | Interpolation)[];
  /** The text as written. */
  readonly source: string;
  /** Columns from the origin to the text's first character; undefined for text over several lines. */
  readonly offset: number | undefined;
  readonly origin: Origin;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly ConfigNode[];
  readonly origin: Origin;
}

export interface MapEntry {
  readonly keyOrigin: Origin;
  readonly node: ConfigNode;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly origin: Origin;
}

/** A value of a config that knows where it came from. Nodes are never changed, only replaced. */
export type ConfigNode = ScalarNode | TemplateNode | ListNode | MapNode;

export type Path = readonly string[];

export const parsePath = (path: string | Path): Path =>
  typeof path === 'string' ? (path === '' ? [] : path.split('.')) : path;

export const showPath = (path: Path): string => path.join('.');

/** The value that YAML and overrides write for "to be given". */
export const isMissing = (node: ConfigNode | undefined): boolean =>
  node?.kind === 'scalar' && node.value === '???';

const listIndex = (key: string): number | undefined =>
  /^(?:0|[1-9]\d*)$/.test(key) ? Number(key) : undefined;

/** The keys one step below a node; indices for a list. */
export const childKeys = (node: ConfigNode): string[] =>
  node.kind === 'map'
    ? [...node.entries.keys()]
    : node.kind === 'list'
      ? node.items.map((_, index) => String(index))
      : [];

export const childOf = (node: ConfigNode, key: string): ConfigNode | undefined => {
  if (node.kind === 'map') return node.entries.get(key)?.node;
  const index = listIndex(key);
  return node.kind === 'list' && index !== undefined ? node.items[index] : undefined;
};

export const nodeAt = (root: ConfigNode, path: Path): ConfigNode | undefined => {
  let node: ConfigNode | undefined = root;
  for (const key of path) node = node && childOf(node, key);
  return node;
};

/** Every path below a node, containers included. */
export function* pathsOf(node: ConfigNode, path: Path = []): Generator<Path> {
  for (const key of childKeys(node)) {
    const child = childOf(node, key);
    if (!child) continue;
    yield [...path, key];
    yield* pathsOf(child, [...path, key]);
  }
}

/** The plain value of a node; text with interpolations as it was written. */
export const toPlain = (node: ConfigNode): ConfigValue => {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'template') return node.source;
  if (node.kind === 'list') return node.items.map(toPlain);
  const tree: Record<string, ConfigValue> = Object.create(null) as Record<string, ConfigValue>;
  for (const [key, entry] of node.entries) tree[key] = toPlain(entry.node);
  return tree;
};

/** A node for a plain value, all of it from one place. */
export const fromPlain = (value: ConfigValue, origin: Origin): ConfigNode => {
  if (value === null || typeof value !== 'object') return { kind: 'scalar', value, origin };
  if (Array.isArray(value)) {
    return {
      kind: 'list',
      items: value.map((item: ConfigValue) => fromPlain(item, origin)),
      origin,
    };
  }
  const entries = Object.entries(value).map(
    ([key, item]) => [key, { keyOrigin: origin, node: fromPlain(item, origin) }] as const,
  );
  return { kind: 'map', entries: new Map(entries), origin };
};
