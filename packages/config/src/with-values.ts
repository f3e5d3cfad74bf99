import type { ResolvedConfig } from './compose.js';
import { childOf, nodeAt, parsePath, toPlain } from './node.js';
import type { ConfigNode, ConfigTree, ListNode, MapNode, Path, Scalar } from './node.js';

/**
 * A config with other values at some paths (`model.fac_dim`, `model.readout.0.out_features`), for what is
 * known only after composing. A value that replaces another keeps its origin; a new one has that of the
 * mapping it is put into. The mappings and list items on the way must exist.
 */
export const withValues = (
  config: ResolvedConfig,
  values: Readonly<Record<string, Scalar>>,
): ResolvedConfig => {
  const root = Object.entries(values).reduce(
    (node, [path, value]) => withValue(node, parsePath(path), value),
    config.root,
  );
  return {
    ...config,
    root,
    tree: toPlain(root) as ConfigTree,
    originOf: (path) => nodeAt(root, parsePath(path))?.origin,
  };
};

const withValue = (map: MapNode, [key = '', ...rest]: Path, value: Scalar): MapNode => {
  const entry = map.entries.get(key);
  const node =
    rest.length > 0
      ? within(entry?.node, key, rest, value)
      : { kind: 'scalar' as const, value, origin: entry?.node.origin ?? map.origin };
  const keyOrigin = entry?.keyOrigin ?? map.origin;
  return { ...map, entries: new Map(map.entries).set(key, { keyOrigin, node }) };
};

const within = (
  node: ConfigNode | undefined,
  key: string,
  rest: Path,
  value: Scalar,
): MapNode | ListNode => {
  if (node?.kind === 'map') return withValue(node, rest, value);
  const [index = '', ...further] = rest;
  const item = node?.kind === 'list' ? childOf(node, index) : undefined;
  if (node?.kind !== 'list' || item === undefined || further.length === 0) {
    throw new TypeError(`There is no mapping "${key}" to put ${rest.join('.')} into.`);
  }
  const items = [...node.items];
  items[Number(index)] = within(item, index, further, value);
  return { ...node, items };
};
