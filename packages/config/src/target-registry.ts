import type { ComponentDefinition } from '@lfads/core';
import { PYTHON_ALIASES } from './aliases.js';
import type { ConfigProblem } from './config-error.js';
import { didYouMean, joinHints } from './nearest.js';

/** The components that a config can name. Nothing outside of it can be reached by `_target_`. */
export interface TargetRegistry {
  resolve(target: string): ComponentDefinition | undefined;
  /** Every registered target. */
  targets(): Iterable<string>;
  /** Further names for targets, besides the Python package's. */
  readonly aliases?: ReadonlyMap<string, string>;
}

const NPM_TARGET = /^((?:@[\w.-]+\/)?[\w.-]+)\/\w+$/;

const packageOf = (target: string): string | undefined => NPM_TARGET.exec(target)?.[1];

/** The target that an alias stands for; other names as they are. */
export const unalias = (target: string, registry: TargetRegistry): string =>
  registry.aliases?.get(target) ?? PYTHON_ALIASES.get(target) ?? target;

/** The component a config names, by its target or an alias of it. */
export const findComponent = (
  target: string,
  registry: TargetRegistry,
): ComponentDefinition | undefined => {
  const name = unalias(target, registry);
  return [...registry.targets()].includes(name) ? registry.resolve(name) : undefined;
};

const installHint = (target: string, known: readonly string[]): string | undefined => {
  const npm = packageOf(target);
  if (npm === undefined || known.some((name) => packageOf(name) === npm)) return undefined;
  return `If it belongs to a plugin: npm install ${npm}, and list "${npm}" under plugins in lfads.config.yaml.`;
};

/** What is wrong with a target that no component has. */
export const unknownTarget = (
  target: string,
  registry: TargetRegistry,
): Pick<ConfigProblem, 'message' | 'hint'> & { code: 'LFADS_CONFIG_UNKNOWN_TARGET' } => {
  const known = [...registry.targets()];
  const name = unalias(target, registry);
  const aliases = [...PYTHON_ALIASES.keys(), ...(registry.aliases?.keys() ?? [])];
  const message =
    name === target
      ? `No component is registered as "${target}".`
      : `"${target}" stands for "${name}", which is not registered.`;
  return {
    code: 'LFADS_CONFIG_UNKNOWN_TARGET',
    message,
    ...joinHints(
      didYouMean(name, known) ?? didYouMean(target, aliases),
      installHint(name, known),
      '(lfads plugins list shows them all)',
    ),
  };
};
