import type { ComponentDefinition, Plugin, Token } from '../contracts/index.js';
import { CONTRACT_VERSION, LfadsError } from '../contracts/index.js';
import { createContainer, type DependencyContainer } from './container.js';
import { nearest } from './nearest.js';

/** All components that configs can name. */
export interface ComponentRegistry {
  /** @throws LfadsError LFADS_REGISTRY_UNKNOWN_TARGET naming the nearest known ones */
  resolve(target: string): ComponentDefinition;
  has(target: string): boolean;
  /** In alphabetical order. */
  targets(): readonly string[];
  /** In the order of `targets`. */
  definitions(): readonly ComponentDefinition[];
  /** The name of the plugin that brought a target. */
  pluginOf(target: string): string;
  /** The process's container; runs get children of it (`createRunContainer`). */
  readonly container: DependencyContainer;
}

const TARGET = /^(@[\w.-]+\/)?[\w.-]+\/[A-Za-z]\w*$/;

const componentToken = (target: string): Token<ComponentDefinition> =>
  Symbol.for(`lfads.component.${target}`);

const checkVersion = (plugin: Plugin): void => {
  if (plugin.contractVersion === CONTRACT_VERSION) return;
  throw new LfadsError(
    'LFADS_PLUGIN_CONTRACT_VERSION',
    `Plugin "${plugin.name}" was made for contract version ${plugin.contractVersion}; this is version ${CONTRACT_VERSION}.`,
    plugin.contractVersion < CONTRACT_VERSION
      ? `Install a newer version of ${plugin.name}.`
      : 'Install a newer version of lfads.',
  );
};

const checkTarget = (plugin: Plugin, target: string): void => {
  if (TARGET.test(target)) return;
  throw new LfadsError(
    'LFADS_PLUGIN_BAD_TARGET',
    `Plugin "${plugin.name}" has a component called "${target}".`,
    'A target is "<npm package>/<ExportName>".',
  );
};

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

/**
 * Puts the components of all plugins under their targets.
 *
 * @throws LfadsError when a plugin was made for another contract version, or two claim one target
 */
export const createRegistry = (plugins: readonly Plugin[]): ComponentRegistry => {
  const container = createContainer();
  const owners = new Map<string, string>();
  for (const plugin of plugins) {
    checkVersion(plugin);
    for (const definition of plugin.components) {
      checkTarget(plugin, definition.target);
      const owner = owners.get(definition.target);
      if (owner !== undefined) {
        throw new LfadsError(
          'LFADS_REGISTRY_DUPLICATE_TARGET',
          `Plugins "${owner}" and "${plugin.name}" both claim the target "${definition.target}".`,
          'Remove one of the two from the project, or rename its component.',
        );
      }
      owners.set(definition.target, plugin.name);
      container.registerInstance(componentToken(definition.target), definition);
    }
  }
  const targets = [...owners.keys()].sort();
  const resolve = (target: string): ComponentDefinition => {
    if (!owners.has(target)) throw unknownTarget(target, targets);
    return container.resolve<ComponentDefinition>(componentToken(target));
  };
  return {
    resolve,
    has: (target) => owners.has(target),
    targets: () => targets,
    definitions: () => targets.map(resolve),
    pluginOf: (target) => owners.get(resolve(target).target) as string,
    container,
  };
};
