import { configError } from './config-error.js';
import { toPlain } from './node.js';
import type { ConfigNode, ConfigValue, MapNode } from './node.js';
import type { Origin } from './origin.js';

/** The place of the config's own values among its defaults. */
export interface SelfEntry {
  readonly kind: 'self';
  readonly origin: Origin;
}

/** `- server/apache@pkg`: a config by name. */
export interface NamedEntry {
  readonly kind: 'config';
  readonly name: string;
  readonly package: string | undefined;
  readonly optional: boolean;
  readonly origin: Origin;
}

/** `- [optional|override] group[@package]: choice`. A choice of null waits for an override. */
export interface GroupEntry {
  readonly kind: 'group';
  readonly group: string;
  readonly choice: string | readonly string[] | null;
  readonly package: string | undefined;
  readonly optional: boolean;
  readonly override: boolean;
  /** Appended by an override (`+group=choice`): its group counts from the root. */
  readonly appended?: boolean;
  readonly origin: Origin;
}

export type DefaultsEntry = SelfEntry | NamedEntry | GroupEntry;

const HINT =
  'Entries are "- group: choice", "- optional group: choice", "- override group: choice", "- config" or "- _self_".';

export const badDefaults = (message: string, origin: Origin, hint: string = HINT) =>
  configError({ code: 'LFADS_CONFIG_BAD_DEFAULTS', message, hint, path: 'defaults', origin });

const splitPackage = (text: string): [name: string, pkg: string | undefined] => {
  const at = text.indexOf('@');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
};

export const isChoice = (value: ConfigValue): value is string | readonly string[] | null =>
  value === null ||
  typeof value === 'string' ||
  (Array.isArray(value) && value.every((item) => typeof item === 'string'));

/** A choice read from YAML or an override; numbers count as names (`- seed: 1` means `seed/1`). */
export const choiceOf = (node: ConfigNode): string | readonly string[] | null | undefined => {
  const plain = toPlain(node);
  const value = typeof plain === 'number' ? String(plain) : plain;
  return isChoice(value) ? value : undefined;
};

const parseGroup = (key: string, node: ConfigNode): GroupEntry => {
  const words = key.split(/\s+/);
  const flags = words.slice(0, -1);
  const unknown = flags.find((flag) => flag !== 'optional' && flag !== 'override');
  if (unknown) throw badDefaults(`"${unknown}" is not a word of the defaults list.`, node.origin);
  const [group, pkg] = splitPackage(words.at(-1) ?? '');
  const choice = choiceOf(node);
  if (choice === undefined) {
    throw badDefaults(
      `The choice for "${group}" must be a name, a list of names or null.`,
      node.origin,
    );
  }
  return {
    kind: 'group',
    group: group.replace(/\.ya?ml$/, ''),
    choice,
    package: pkg,
    optional: flags.includes('optional'),
    override: flags.includes('override'),
    origin: node.origin,
  };
};

const parseEntry = (node: ConfigNode): DefaultsEntry => {
  if (node.kind === 'map') {
    const [[key, entry] = [], second] = node.entries;
    if (!key || !entry || second) {
      throw badDefaults('An entry of the defaults list has exactly one key.', node.origin);
    }
    return parseGroup(key, entry.node);
  }
  const value = toPlain(node);
  if (typeof value !== 'string') {
    throw badDefaults('An entry of the defaults list is a name or "group: choice".', node.origin);
  }
  if (value === '_self_') return { kind: 'self', origin: node.origin };
  const words = value.split(/\s+/);
  const optional = words[0] === 'optional' && words.length === 2;
  const [name, pkg] = splitPackage(optional ? (words[1] ?? '') : value);
  return {
    kind: 'config',
    name: name.replace(/\.ya?ml$/, ''),
    package: pkg,
    optional,
    origin: node.origin,
  };
};

/** Splits a file's root into its defaults list and the rest. */
export const parseDefaults = (
  root: MapNode,
): { defaults: readonly DefaultsEntry[]; content: MapNode } => {
  const found = root.entries.get('defaults')?.node;
  if (!found) return { defaults: [], content: root };
  if (found.kind !== 'list') throw badDefaults('"defaults" must be a list.', found.origin);
  const defaults = found.items.map(parseEntry);
  const [, second] = defaults.filter((entry) => entry.kind === 'self');
  if (second) throw badDefaults('"_self_" stands twice in the defaults list.', second.origin);
  const entries = new Map(root.entries);
  entries.delete('defaults');
  return { defaults, content: { ...root, entries } };
};
