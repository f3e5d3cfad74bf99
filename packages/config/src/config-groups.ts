import type { ResolvedConfig } from './compose.js';
import type { ConfigSource } from './config-source.js';

/** One config group: what can be chosen for it, and what is. */
export interface ConfigGroup {
  /** `model`, `server/db`; empty: the entry configs. */
  readonly name: string;
  readonly options: readonly { readonly name: string; readonly file: string }[];
  /** Where the choice goes: the group, or `group@package`. Several when a group is used in several places. */
  readonly chosen: readonly { readonly as: string; readonly option: string | null }[];
}

const groupNames = (source: ConfigSource, group: string): string[] => [
  group,
  ...source
    .groups(group)
    .flatMap((child) => groupNames(source, group === '' ? child : `${group}/${child}`)),
];

/** Every config group on a search path with its options, where they lie, and the choices of a config. */
export const configGroups = (
  source: ConfigSource,
  { choices, configName }: Pick<ResolvedConfig, 'choices' | 'configName'>,
): ConfigGroup[] =>
  groupNames(source, '').map((name) => ({
    name,
    options: source.choices(name).map((option) => {
      return {
        name: option,
        file: source.locate(name === '' ? option : `${name}/${option}`) ?? '',
      };
    }),
    chosen:
      name === ''
        ? [{ as: '', option: configName }]
        : [...choices]
            .filter(([as]) => as === name || as.startsWith(`${name}@`))
            .map(([as, option]) => ({ as, option })),
  }));
