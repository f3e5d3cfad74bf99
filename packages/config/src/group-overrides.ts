import { ConfigError, configError } from './config-error.js';
import type { ConfigSource } from './config-source.js';
import { choiceOf } from './defaults-entry.js';
import type { GroupEntry } from './defaults-entry.js';
import { didYouMean, joinHints } from './nearest.js';
import type { Origin } from './origin.js';
import { singleValue } from './override.js';
import type { Override } from './override.js';

type Choice = GroupEntry['choice'];

interface Chosen {
  readonly choice: Choice;
  readonly origin: Origin;
  /** Whether an override said so, rather than a defaults list. */
  readonly external: boolean;
}

/** What overrides and `override` entries say about choices of groups. */
export interface GroupOverrides {
  /** Entries of `+group=choice`. */
  readonly appended: readonly GroupEntry[];
  /** Notes an `override` entry, unless something outer spoke before. */
  note(key: string, entry: GroupEntry): void;
  /** What an entry's choice is in the end. */
  choose(key: string, entry: GroupEntry): { choice: Choice; origin: Origin; deleted: boolean };
  /** @throws ConfigError when a choice or deletion met no entry */
  checkAllUsed(known: ReadonlyMap<string, unknown>): void;
}

const isDict = (override: Override): boolean => override.values[0]?.kind === 'map';

/** Whether an override is about a group's choice rather than about a value. */
export const isGroupOverride = (override: Override, source: ConfigSource): boolean =>
  source.isGroup(override.name) && !isDict(override);

const groupChoice = (override: Override): Choice => {
  const node = singleValue(override);
  const choice = choiceOf(node);
  if (choice === undefined) {
    throw configError({
      code: 'LFADS_CONFIG_OVERRIDE_SYNTAX',
      message: `The choice for the group "${override.name}" must be a name, a list of names or null.`,
      origin: node.origin,
    });
  }
  return choice;
};

const toAppended = (override: Override): GroupEntry => ({
  kind: 'group',
  group: override.name,
  choice: groupChoice(override),
  package: override.package,
  optional: false,
  override: false,
  appended: true,
  origin: singleValue(override).origin,
});

export const createGroupOverrides = (overrides: readonly Override[]): GroupOverrides => {
  const chosen = new Map<string, Chosen>();
  const deletions = new Map<string, { name: Choice | undefined; origin: Origin }>();
  const used = new Set<string>();
  for (const override of overrides) {
    if (override.action === 'delete') {
      const name = override.values.length > 0 ? groupChoice(override) : undefined;
      deletions.set(override.key, { name, origin: override.keyOrigin });
    } else if (override.action !== 'add') {
      const origin = singleValue(override).origin;
      chosen.set(override.key, { choice: groupChoice(override), origin, external: true });
    }
  }
  return {
    appended: overrides.filter(({ action }) => action === 'add').map(toAppended),
    note: (key, entry) => {
      if (chosen.has(key)) return;
      chosen.set(key, { choice: entry.choice, origin: entry.origin, external: false });
    },
    choose: (key, entry) => {
      const { choice, origin } = chosen.get(key) ?? entry;
      used.add(key);
      const deletion = deletions.get(key);
      const deleted =
        deletion !== undefined && (deletion.name === undefined || deletion.name === choice);
      if (deleted) deletions.delete(key);
      return { choice, origin, deleted };
    },
    checkAllUsed: (known) => {
      const unmet = [
        ...[...chosen].filter(([key]) => !used.has(key)),
        ...[...deletions].map(([key, { origin }]) => [key, { origin, external: false }] as const),
      ];
      const problems = unmet.map(([key, { origin, external }]) => ({
        code: 'LFADS_CONFIG_UNUSED_CHOICE' as const,
        message: `No defaults list has the group "${key}"${deletions.has(key) ? ' with that choice' : ''}.`,
        ...joinHints(
          didYouMean(key, known.keys()),
          external ? `To add it, write +${key}=….` : undefined,
          `Groups: ${[...known.keys()].join(', ') || 'none'}.`,
        ),
        origin,
      }));
      const [first, ...rest] = problems;
      if (first) throw new ConfigError([first, ...rest]);
    },
  };
};
