import { nodeAt, toPlain } from './node.js';
import type { ConfigValue, MapNode, Path } from './node.js';
import type { Origin } from './origin.js';

/** One place that set or removed a value. */
export interface SetPlace {
  readonly origin: Origin;
  /** As written there, interpolations unresolved; undefined: it was removed. */
  readonly value: ConfigValue | undefined;
}

/** A config after one more file or override was laid on it. */
export interface ConfigState {
  readonly root: MapNode;
  /** What was laid on it. */
  readonly by: Origin;
}

/** Every place that changed the value at a path, first one first. Nodes are never changed, so a new node is a new value. */
export const placesOf = (states: readonly ConfigState[], path: Path): SetPlace[] =>
  states.flatMap(({ root, by }, i) => {
    const previous = states[i - 1];
    const before = previous && nodeAt(previous.root, path);
    const now = nodeAt(root, path);
    if (now === before) return [];
    return [{ origin: now?.origin ?? by, value: now && toPlain(now) }];
  });
