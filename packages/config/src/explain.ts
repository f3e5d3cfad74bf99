import type { ComponentDefinition } from '@lfads/core';
import type { ResolvedConfig } from './compose.js';
import { configError } from './config-error.js';
import type { SetPlace } from './history.js';
import { didYouMean, joinHints } from './nearest.js';
import { childKeys, nodeAt, parsePath, pathsOf, showPath, toPlain } from './node.js';
import type { ConfigValue, MapNode, Path } from './node.js';
import { optionDocs } from './schema/option-docs.js';
import type { OptionDocs } from './schema/option-docs.js';
import { findComponent } from './target-registry.js';
import type { TargetRegistry } from './target-registry.js';

/** What is to be known of one value of a composed config. */
export interface Explanation {
  readonly path: string;
  readonly value: ConfigValue;
  /** Every place that set it, first one first; the last one won. */
  readonly setBy: readonly SetPlace[];
  /** The component that the value describes. */
  readonly component?: Pick<ComponentDefinition, 'target' | 'kind' | 'summary'>;
  /** The option of a component that the value is given for, or lies in. */
  readonly option?: OptionDocs & { readonly of: string };
}

const componentAt = (root: MapNode, path: Path, registry: TargetRegistry) => {
  const target = nodeAt(root, [...path, '_target_']);
  return target && findComponent(String(toPlain(target)), registry);
};

/** The option of the innermost component around a path. */
const optionAt = (
  root: MapNode,
  path: Path,
  registry: TargetRegistry,
): Explanation['option'] | undefined => {
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const owner = componentAt(root, path.slice(0, depth), registry);
    if (!owner) continue;
    const option = optionDocs(owner).find(({ name }) => name === path[depth]);
    return option && { ...option, of: owner.target };
  }
  return undefined;
};

const unknownKey = ({ root }: Pick<ResolvedConfig, 'root'>, path: Path) => {
  const known = [...pathsOf(root)].map(showPath);
  const near = didYouMean(showPath(path), known);
  return configError({
    code: 'LFADS_CONFIG_UNKNOWN_KEY',
    message: `The config has no key "${showPath(path)}".`,
    ...joinHints(near, near ? undefined : `Its keys: ${childKeys(root).join(', ')}.`),
    path: showPath(path),
  });
};

/**
 * Tells of the value at a path: what it is, which places set it, and what component or option it is for.
 *
 * @throws ConfigError LFADS_CONFIG_UNKNOWN_KEY naming the nearest keys
 */
export const explainKey = (
  config: Pick<ResolvedConfig, 'root' | 'historyOf'>,
  key: string,
  registry: TargetRegistry,
): Explanation => {
  const path = parsePath(key);
  const node = nodeAt(config.root, path);
  if (!node) throw unknownKey(config, path);
  const component = componentAt(config.root, path, registry);
  const option = optionAt(config.root, path, registry);
  return {
    path: key,
    value: toPlain(node),
    setBy: config.historyOf(path),
    ...(component && {
      component: {
        target: component.target,
        kind: component.kind,
        summary: component.summary,
      },
    }),
    ...(option && { option }),
  };
};
