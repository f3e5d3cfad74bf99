import { configError } from './config-error.js';
import type { ConfigFile, ConfigSource } from './config-source.js';
import type { DefaultsEntry, GroupEntry, NamedEntry } from './defaults-entry.js';
import { badDefaults } from './defaults-entry.js';
import type { GroupOverrides } from './group-overrides.js';
import { unknownChoice } from './config-not-found.js';
import type { Path } from './node.js';
import type { Origin } from './origin.js';
import { childGroup, isHydraGroup } from './packages.js';
import { packageOf, placeGroup, placeNamed, placePrimary } from './placement.js';
import type { Parent, Placed } from './placement.js';

/** One file's own values and where they go in the composed config. */
export interface Contribution {
  readonly config: ConfigFile;
  readonly package: Path;
}

interface Expansion {
  readonly source: ConfigSource;
  readonly overrides: GroupOverrides;
  /** What was chosen for each key so far. */
  readonly choices: Map<string, string | null>;
}

/** `${db}_${schema}` in a defaults list stands for the names chosen for those groups. */
const fillChoices = (text: string, origin: Origin, { choices }: Expansion): string =>
  text.replaceAll(/\$\{\s*([^{}]*?)\s*\}/g, (_, key: string) => {
    const choice = choices.get(key);
    if (choice) return choice;
    throw badDefaults(
      `"${text}" refers to "${key}", which is no group that was chosen.`,
      origin,
      `Groups chosen so far: ${[...choices.keys()].join(', ') || 'none'}.`,
    );
  });

const recordChoice = (placed: Placed, { choices }: Expansion): void => {
  if (placed.key === undefined) return;
  const previous = choices.get(placed.key);
  if (previous !== undefined) {
    throw badDefaults(
      `The group "${placed.key}" is chosen twice: "${previous}" and "${placed.name}".`,
      placed.origin,
      `Write "- override ${placed.key}: …" for the one that shall win.`,
    );
  }
  choices.set(placed.key, placed.name);
};

/** Notes the `override` entries of one list; outer lists were noted before, and win. */
const noteOverrides = (
  entries: readonly DefaultsEntry[],
  parent: Parent,
  { overrides }: Expansion,
): void => {
  let seen: GroupEntry | undefined;
  for (const entry of entries) {
    if (entry.kind === 'self') continue;
    if (entry.kind === 'group' && entry.override) {
      seen = entry;
      overrides.note(placeGroup(entry, parent).key, entry);
    } else if (seen && !(entry.kind === 'group' && entry.appended)) {
      throw badDefaults(
        `"override ${seen.group}" stands before other entries.`,
        seen.origin,
        'Move the override entries to the end of the defaults list.',
      );
    }
  }
};

/** Whether an entry chooses how Hydra itself runs (`override hydra/launcher: …`), which means nothing here. */
const isOfHydra = (entry: DefaultsEntry, parent: Pick<Parent, 'group'>): boolean =>
  entry.kind !== 'self' &&
  isHydraGroup(childGroup(parent.group, entry.kind === 'group' ? entry.group : entry.name));

const withSelf = (entries: readonly DefaultsEntry[], origin: Origin): readonly DefaultsEntry[] =>
  entries.some((entry) => entry.kind === 'self') ? entries : [...entries, { kind: 'self', origin }];

const expandEntry = (
  entry: GroupEntry | NamedEntry,
  parent: Parent,
  expansion: Expansion,
): Contribution[] => {
  if (entry.kind === 'config') {
    const name = fillChoices(entry.name, entry.origin, expansion);
    return expand(placeNamed({ ...entry, name }, parent), expansion);
  }
  const placed = placeGroup(entry, parent);
  const chosen = expansion.overrides.choose(placed.key, entry);
  if (chosen.deleted) return [];
  const { choice, origin } = chosen;
  if (choice === null || typeof choice === 'string') {
    const name = choice === null ? null : fillChoices(choice, origin, expansion);
    const path = name?.split('/') ?? [];
    const leaf = name === null ? null : (path.pop() ?? '');
    return expand(
      { ...placed, group: [placed.group, ...path].join('/'), name: leaf, origin },
      expansion,
    );
  }
  expansion.choices.set(placed.key, choice.join(','));
  const several = [...choice]
    .reverse()
    .map((name) => expand({ ...placed, name, key: undefined, origin }, expansion));
  return several.reverse().flat();
};

const waits = (entry: DefaultsEntry): boolean =>
  (entry.kind === 'config' && entry.name.includes('${')) ||
  (entry.kind === 'group' && typeof entry.choice === 'string' && entry.choice.includes('${'));

/** The contributions of a config and all that its defaults lists name, lowest first. */
const expand = (placed: Placed, expansion: Expansion): Contribution[] => {
  recordChoice(placed, expansion);
  if (placed.name === null) return [];
  const path = placed.group === '' ? placed.name : `${placed.group}/${placed.name}`;
  const config = placed.name === '???' ? undefined : expansion.source.load(path);
  if (!config) {
    if (placed.optional) return [];
    throw configError(unknownChoice(placed, expansion.source));
  }
  const pkg = packageOf(placed, config.packageHeader);
  const values: Contribution = { config, package: pkg === '' ? [] : pkg.split('.') };
  const appended = placed.primary ? expansion.overrides.appended : [];
  const parent = { group: placed.group, package: pkg };
  const own = config.defaults.filter((entry) => !isOfHydra(entry, parent));
  const entries = [...withSelf(own, placed.origin), ...appended];
  noteOverrides(entries, parent, expansion);
  const results = new Map<DefaultsEntry, Contribution[]>();
  const visit = (entry: DefaultsEntry) => {
    if (entry.kind === 'self') results.set(entry, [values]);
    else if (entry.kind === 'config' || !entry.override) {
      results.set(entry, expandEntry(entry, parent, expansion));
    }
  };
  const backwards = [...entries].reverse();
  backwards.filter((entry) => !waits(entry)).forEach(visit);
  backwards.filter(waits).forEach(visit);
  return entries.flatMap((entry) => results.get(entry) ?? []);
};

/**
 * Walks the defaults lists from an entry config down, as Hydra 1.1+ does: `_self_` goes last where it
 * is not mentioned, `override` entries and overrides change choices, outer ones before inner ones.
 */
export const expandDefaults = (
  primary: ConfigFile,
  source: ConfigSource,
  overrides: GroupOverrides,
): { contributions: readonly Contribution[]; choices: ReadonlyMap<string, string | null> } => {
  const choices = new Map<string, string | null>();
  const contributions = expand(placePrimary(primary), { source, overrides, choices });
  overrides.checkAllUsed(choices);
  return { contributions, choices: new Map([...choices].sort()) };
};
