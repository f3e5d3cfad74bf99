import {
  type CommandDefinition,
  type ComponentDefinition,
  LfadsError,
  type Plugin,
  type Token,
} from '../contracts/index.js';
import { checkPlugin } from './check-plugin.js';
import { Claims } from './claims.js';
import { createContainer, type DependencyContainer } from './container.js';
import { nearest } from './nearest.js';

/** All components that configs can name, and all commands that plugins add. */
export interface ComponentRegistry {
  /**
   * What a target stands for: its component, or the one that replaces it.
   * @throws LfadsError LFADS_REGISTRY_UNKNOWN_TARGET naming the nearest known ones
   */
  resolve(target: string): ComponentDefinition;
  has(target: string): boolean;
  /** In alphabetical order. */
  targets(): readonly string[];
  /** In the order of `targets`; replaced ones as their own plugin has them. */
  definitions(): readonly ComponentDefinition[];
  /** The name of the plugin that brought a target. */
  pluginOf(target: string): string;
  /** The target of the component that stands in for this one, if any does. */
  replacementOf(target: string): string | undefined;
  /** In alphabetical order. */
  commands(): readonly CommandDefinition[];
  /** In the order in which they were given. */
  readonly plugins: readonly Plugin[];
  /** The process's container; runs get children of it (`createRunContainer`). */
  readonly container: DependencyContainer;
}

const componentToken = (target: string): Token<ComponentDefinition> =>
  Symbol.for(`lfads.component.${target}`);

const unknownTarget = (target: string, known: readonly string[]): LfadsError => {
  const names = nearest(target, known);
  return new LfadsError(
    'LFADS_REGISTRY_UNKNOWN_TARGET',
    `No component is registered as "${target}".`,
    names.length > 0
      ? `Did you mean ${names.map((name) => `"${name}"`).join(' or ')}?`
      : `Known are: ${known.join(', ')}.`,
  );
};

type Components = Claims<ComponentDefinition>;

const checkReplacement = (
  { target, kind, replaces }: ComponentDefinition,
  components: Components,
): void => {
  const replaced = components.get(replaces!);
  const fault =
    replaced === undefined
      ? 'which no plugin has'
      : replaced.kind !== kind
        ? `which is a ${replaced.kind}, not a ${kind}`
        : replaced.replaces !== undefined || replaces === target
          ? 'which is a replacement itself'
          : undefined;
  if (fault === undefined) return;
  throw new LfadsError(
    'LFADS_REGISTRY_BAD_REPLACEMENT',
    `Plugin "${components.pluginOf(target)}" replaces "${replaces}" by "${target}", ${fault}.`,
    'A component can replace one of the same kind of another plugin.',
  );
};

const findReplacements = (components: Components): Claims<string> => {
  const replacements = new Claims<string>(
    'LFADS_REGISTRY_DUPLICATE_REPLACEMENT',
    'the replacement of',
    'Remove one of the two from the project.',
  );
  for (const target of components.names()) {
    const definition = components.get(target)!;
    if (definition.replaces === undefined) continue;
    checkReplacement(definition, components);
    replacements.add(components.pluginOf(target)!, definition.replaces, target);
  }
  return replacements;
};

/**
 * Puts the components of all plugins under their targets, and their commands under their names.
 *
 * @throws LfadsError when a plugin was made for another contract version, or two claim one target, one
 * command or one replacement
 */
export const createRegistry = (plugins: readonly Plugin[]): ComponentRegistry => {
  const components: Components = new Claims(
    'LFADS_REGISTRY_DUPLICATE_TARGET',
    'the target',
    'Remove one of the two from the project, or rename its component.',
  );
  const commands = new Claims<CommandDefinition>(
    'LFADS_REGISTRY_DUPLICATE_COMMAND',
    'the command',
    'Remove one of the two from the project.',
  );
  const container = createContainer();
  for (const plugin of plugins) {
    checkPlugin(plugin);
    for (const definition of plugin.components) {
      components.add(plugin.name, definition.target, definition);
      container.registerInstance(componentToken(definition.target), definition);
    }
    for (const command of plugin.commands ?? []) commands.add(plugin.name, command.name, command);
  }
  const replacements = findReplacements(components);
  const targets = components.names();
  const known = (target: string): string => {
    if (components.get(target)) return target;
    throw unknownTarget(target, targets);
  };
  return {
    resolve(target) {
      const chosen = replacements.get(known(target)) ?? target;
      return container.resolve<ComponentDefinition>(componentToken(chosen));
    },
    has: (target) => components.get(target) !== undefined,
    targets: () => targets,
    definitions: () => targets.map((target) => components.get(target)!),
    pluginOf: (target) => components.pluginOf(known(target))!,
    replacementOf: (target) => replacements.get(target),
    commands: () => commands.names().map((name) => commands.get(name)!),
    plugins,
    container,
  };
};
