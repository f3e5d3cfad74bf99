import type { ResolvedConfig } from './compose.js';
import { nodeAt, parsePath, toPlain } from './node.js';
import type { ConfigTree, MapNode, Path, Scalar } from './node.js';

/**
 * A config with other values at some paths (`model.fac_dim`), for what is known only after composing.
 * A value that replaces another keeps its origin; a new one has that of the mapping it is put into.
 * The mappings on the way must exist.
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
  if (rest.length > 0 && entry?.node.kind !== 'map') {
    throw new TypeError(`There is no mapping "${key}" to put ${rest.join('.')} into.`);
  }
  const node =
    entry?.node.kind === 'map' && rest.length > 0
      ? withValue(entry.node, rest, value)
      : { kind: 'scalar' as const, value, origin: entry?.node.origin ?? map.origin };
  const keyOrigin = entry?.keyOrigin ?? map.origin;
  return { ...map, entries: new Map(map.entries).set(key, { keyOrigin, node }) };
};
