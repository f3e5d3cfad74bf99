import { configError } from './config-error.js';
import type { ConfigErrorCode } from './error-codes.js';
import { mergeNodes } from './merge.js';
import { didYouMean, joinHints } from './nearest.js';
import { childKeys, childOf, pathsOf, showPath, toPlain } from './node.js';
import type { ConfigNode, MapNode, Path } from './node.js';
import { singleValue } from './override.js';
import type { Override } from './override.js';

const fail = (
  code: ConfigErrorCode,
  override: Override,
  path: Path,
  message: string,
  ...hints: (string | undefined)[]
): never => {
  throw configError({
    code,
    message,
    ...joinHints(...hints),
    path: showPath(path),
    origin: override.keyOrigin,
  });
};

/** Other places where the last key of a path exists: `model.cd_rate` is likely a slip for one of them. */
const samePlaces = (root: ConfigNode, path: Path): string | undefined => {
  const found = [...pathsOf(root)].filter((other) => other.at(-1) === path.at(-1)).slice(0, 3);
  const names = found.map((other) => `"${showPath(other)}"`);
  return names.length > 0 ? `Did you mean ${names.join(' or ')}?` : undefined;
};

const unknownKey = (
  root: ConfigNode,
  override: Override,
  path: Path,
  parent: ConfigNode,
): never => {
  const key = path.at(-1) ?? '';
  const above = path.slice(0, -1);
  const where = above.length > 0 ? `"${showPath(above)}"` : 'The config';
  const known = childKeys(parent);
  const near = didYouMean(
    showPath(path),
    known.map((name) => showPath([...above, name])),
  );
  return fail(
    'LFADS_CONFIG_UNKNOWN_KEY',
    override,
    path,
    parent.kind === 'list'
      ? `${where} has no item ${key}: it has ${parent.items.length} (counted from 0).`
      : `${where} has no key "${key}".`,
    near ?? samePlaces(root, override.path),
    override.action === 'set' && parent.kind === 'map'
      ? `To add it, write +${override.text}.`
      : undefined,
  );
};

const notContainer = (override: Override, path: Path, node: ConfigNode): never =>
  fail(
    'LFADS_CONFIG_NOT_A_CONTAINER',
    override,
    path,
    `"${showPath(path)}" is ${JSON.stringify(toPlain(node))}, so it has no key "${override.path[path.length] ?? ''}".`,
    'Set the whole value instead.',
  );

const withItem = (
  node: ConfigNode,
  key: string,
  child: ConfigNode,
  override: Override,
): ConfigNode => {
  if (node.kind === 'list') {
    const items = [...node.items];
    items[Number(key)] = child;
    return { ...node, items };
  }
  if (node.kind !== 'map') return node;
  const keyOrigin = node.entries.get(key)?.keyOrigin ?? override.keyOrigin;
  return { ...node, entries: new Map(node.entries).set(key, { keyOrigin, node: child }) };
};

const withoutItem = (node: ConfigNode, key: string): ConfigNode => {
  if (node.kind === 'list') {
    return { ...node, items: node.items.filter((_, index) => String(index) !== key) };
  }
  if (node.kind !== 'map') return node;
  const entries = new Map(node.entries);
  entries.delete(key);
  return { ...node, entries };
};

/** Every key of a dict given without `+` must be there already. */
const checkKnown = (
  root: ConfigNode,
  override: Override,
  path: Path,
  old: ConfigNode,
  value: ConfigNode,
): void => {
  if (old.kind !== 'map' || value.kind !== 'map') return;
  for (const [key, entry] of value.entries) {
    const child = childOf(old, key);
    if (!child) unknownKey(root, override, [...path, key], old);
    else checkKnown(root, override, [...path, key], child, entry.node);
  }
};

const place = (
  root: ConfigNode,
  override: Override,
  path: Path,
  old: ConfigNode | undefined,
): ConfigNode => {
  const value = singleValue(override);
  const { action } = override;
  if (action === 'add' && old && value.kind === 'scalar') {
    fail(
      'LFADS_CONFIG_KEY_EXISTS',
      override,
      path,
      `"${showPath(path)}" exists already: it is ${JSON.stringify(toPlain(old))}.`,
      `To change it, write ${override.text.replace(/^\s*\+/, '')}.`,
    );
  }
  if (action === 'set' && old) checkKnown(root, override, path, old, value);
  return old && value.kind === 'map' ? mergeNodes(old, value) : value;
};

const isEmpty = (node: ConfigNode): boolean => node.kind === 'scalar' && node.value === null;

const setAt = (
  root: ConfigNode,
  override: Override,
  node: ConfigNode,
  depth: number,
): ConfigNode => {
  const path = override.path.slice(0, depth + 1);
  const key = path.at(-1) ?? '';
  const above = path.slice(0, -1);
  const creates = override.action === 'add' || override.action === 'force';
  const holder: ConfigNode =
    creates && isEmpty(node) ? { kind: 'map', entries: new Map(), origin: node.origin } : node;
  if (holder.kind === 'scalar' || holder.kind === 'template')
    return notContainer(override, above, holder);
  const child = childOf(holder, key);
  const appends = holder.kind === 'map' || key === String(holder.items.length);
  if (!child && !(creates && appends)) return unknownKey(root, override, path, holder);
  if (depth === override.path.length - 1) {
    return withItem(holder, key, place(root, override, path, child), override);
  }
  const fresh: MapNode = { kind: 'map', entries: new Map(), origin: override.keyOrigin };
  return withItem(holder, key, setAt(root, override, child ?? fresh, depth + 1), override);
};

const deleteAt = (
  root: ConfigNode,
  override: Override,
  node: ConfigNode,
  depth: number,
): ConfigNode => {
  const path = override.path.slice(0, depth + 1);
  const key = path.at(-1) ?? '';
  if (node.kind === 'scalar' || node.kind === 'template')
    return notContainer(override, path.slice(0, -1), node);
  const child = childOf(node, key) ?? unknownKey(root, override, path, node);
  if (depth < override.path.length - 1) {
    return withItem(node, key, deleteAt(root, override, child, depth + 1), override);
  }
  const found = JSON.stringify(toPlain(child));
  if (override.values.length > 0 && found !== JSON.stringify(toPlain(singleValue(override)))) {
    fail(
      'LFADS_CONFIG_VALUE_DIFFERS',
      override,
      path,
      `"${showPath(path)}" is ${found}, so it was not removed.`,
      `To remove it whatever it is, write ~${override.key}.`,
    );
  }
  return withoutItem(node, key);
};

/**
 * Applies one override of a value (not of a group's choice).
 *
 * @throws ConfigError when the key is unknown (and not added with `+`), exists (and is), or when its
 *   path leads through a value without keys
 */
export const applyOverride = (root: MapNode, override: Override): MapNode =>
  (override.action === 'delete'
    ? deleteAt(root, override, root, 0)
    : setAt(root, override, root, 0)) as MapNode;
