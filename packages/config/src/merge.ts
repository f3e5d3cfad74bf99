import { isMissing } from './node.js';
import type { ConfigNode, MapNode, Path } from './node.js';

/**
 * Lays `over` on `under`: mappings are joined key by key, everything else is replaced. A `???` never
 * replaces a value.
 */
export const mergeNodes = (under: ConfigNode | undefined, over: ConfigNode): ConfigNode => {
  if (!under) return over;
  if (isMissing(over)) return under;
  if (under.kind !== 'map' || over.kind !== 'map') return over;
  const entries = new Map(under.entries);
  for (const [key, entry] of over.entries) {
    entries.set(key, { ...entry, node: mergeNodes(under.entries.get(key)?.node, entry.node) });
  }
  return { kind: 'map', entries, origin: over.origin };
};

/** Puts a mapping below a package such as `model` or `a.b`. */
export const nestIn = (pkg: Path, node: MapNode): MapNode =>
  pkg.reduceRight<MapNode>(
    (inner, key) => ({
      kind: 'map',
      entries: new Map([[key, { keyOrigin: inner.origin, node: inner }]]),
      origin: inner.origin,
    }),
    node,
  );
