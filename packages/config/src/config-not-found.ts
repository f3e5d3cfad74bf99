import type { ConfigProblem } from './config-error.js';
import type { ConfigSource } from './config-source.js';
import type { ConfigErrorCode } from './error-codes.js';
import { didYouMean, joinHints } from './nearest.js';
import type { Origin } from './origin.js';

type Problem = ConfigProblem & { code: ConfigErrorCode };

const searched = (source: ConfigSource): string =>
  source.searchPath.length > 0
    ? `Searched: ${source.searchPath.join(', ')}.`
    : 'The search path is empty.';

/** The problem of an entry config that no folder has. */
export const configNotFound = (name: string, source: ConfigSource): Problem => {
  const choices = source.choices('');
  return {
    code: 'LFADS_CONFIG_NOT_FOUND',
    message: `There is no config "${name}".`,
    ...joinHints(
      didYouMean(name, choices),
      choices.length > 0 ? `Configs: ${choices.join(', ')}.` : undefined,
      searched(source),
    ),
  };
};

/** The problem of a choice that its group does not have, or that is still to be made (`???`). */
export const unknownChoice = (
  placed: { group: string; name: string | null; key: string | undefined; origin: Origin },
  source: ConfigSource,
): Problem => {
  const { group, origin } = placed;
  const name = placed.name ?? '';
  const choices = source.choices(group);
  const key = placed.key ?? group;
  const where = group === '' ? 'on the search path' : `in the group "${group}"`;
  const groups = source.groups('');
  return {
    code: 'LFADS_CONFIG_UNKNOWN_CHOICE',
    message:
      name === '???'
        ? `A choice is wanted for the group "${key}".`
        : `There is no config "${name}" ${where}.`,
    ...joinHints(
      name === '???' ? `Say ${key}=<choice>.` : didYouMean(name, choices),
      choices.length > 0
        ? `Choices: ${choices.join(', ')}.`
        : [`Groups: ${groups.join(', ') || 'none'}.`, searched(source)].join('  '),
    ),
    path: 'defaults',
    origin,
  };
};
