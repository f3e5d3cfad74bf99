import { LfadsError } from '@lfads/core';
import type { ComponentContext, ComponentDefinition } from '@lfads/core';
import type { ResolvedConfig } from './compose.js';
import { configError, throwIfAny } from './config-error.js';
import type { ConfigProblem } from './config-error.js';
import { didYouMean, joinHints } from './nearest.js';
import { childKeys, nodeAt, parsePath, showPath, toPlain } from './node.js';
import type { ConfigNode, MapNode, Path } from './node.js';
import { FAILED, checkOptions } from './option-check.js';
import type { OptionProblem } from './option-problems.js';
import { optionNames } from './option-schema.js';
import type { Origin } from './origin.js';
import { hasTarget, readTarget } from './target-node.js';
import type { TargetNode } from './target-node.js';
import { findComponent, unknownTarget } from './target-registry.js';
import type { TargetRegistry } from './target-registry.js';

export interface InstantiateOptions {
  readonly registry: TargetRegistry;
  /** Handed to every component's `create`. */
  readonly context: ComponentContext;
  /** Options for the component at the path itself, over those of the config. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

type Options = Record<string, unknown>;

const emptyOptions = (): Options => Object.create(null) as Options;

/** The origin of the deepest node that exists on a path; for keys of mappings, the key's. */
const originAt = (root: MapNode, path: Path, ofKey: boolean): Origin => {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const holder = nodeAt(root, path.slice(0, depth - 1));
    const entry = holder?.kind === 'map' ? holder.entries.get(path[depth - 1] ?? '') : undefined;
    if (entry) return ofKey && depth === path.length ? entry.keyOrigin : entry.node.origin;
    const node = nodeAt(root, path.slice(0, depth));
    if (node) return node.origin;
  }
  return root.origin;
};

/** Makes the parts of one tree, gathering problems. */
const createMaker = (root: MapNode, { registry, context }: InstantiateOptions) => {
  const problems: ConfigProblem[] = [];

  const report = (path: Path, problem: OptionProblem): void => {
    const { at, ...rest } = problem;
    const full = [...path, ...at];
    const missing = rest.code === 'LFADS_CONFIG_MISSING_OPTION';
    const origin = missing
      ? originAt(root, path, false)
      : originAt(root, full, rest.code === 'LFADS_CONFIG_UNKNOWN_OPTION');
    problems.push({ ...rest, path: showPath(full), origin });
  };

  /** Puts `_args_` where the schema's first options are. */
  const positional = (
    found: TargetNode,
    names: readonly string[],
    path: Path,
  ): Map<string, ConfigNode> => {
    const options = new Map(found.options);
    found.args.forEach((arg, index) => {
      const name = names[index];
      if (name === undefined || options.has(name)) {
        problems.push({
          code: 'LFADS_CONFIG_BAD_TARGET',
          message:
            name === undefined
              ? `"${found.target}" takes at most ${names.length} positional options.`
              : `The option "${name}" is given by position and by name.`,
          path: showPath([...path, '_args_', String(index)]),
          origin: arg.origin,
        });
      } else options.set(name, arg);
    });
    return options;
  };

  const create = (component: ComponentDefinition, options: Options, path: Path): unknown => {
    const checked = checkOptions(component, options);
    for (const problem of checked.problems) report(path, problem);
    if (!checked.valid) return FAILED;
    try {
      return component.create(checked.valid.options as never, context);
    } catch (error) {
      if (!(error instanceof LfadsError)) throw error;
      const { code, message, hint } = error;
      const origin = originAt(root, [...path, '_target_'], false);
      problems.push({ code, message, ...joinHints(hint), path: showPath(path), origin });
      return FAILED;
    }
  };

  const makeTarget = (node: MapNode, path: Path, extra: Options): unknown => {
    const found = readTarget(node);
    if ('faults' in found) {
      for (const { at, ...fault } of found.faults) {
        const full = [...path, ...at];
        problems.push({
          code: 'LFADS_CONFIG_BAD_TARGET',
          ...fault,
          path: showPath(full),
          origin: originAt(root, full, false),
        });
      }
      return FAILED;
    }
    const component = findComponent(found.target, registry);
    if (!component) {
      const origin = found.targetNode.origin;
      problems.push({
        ...unknownTarget(found.target, registry),
        path: showPath([...path, '_target_']),
        origin,
      });
      for (const [key, child] of found.options)
        if (found.recursive) make(child, [...path, key], {});
      return FAILED;
    }
    const options = emptyOptions();
    const nodes = positional(found, optionNames(component.options) ?? [], path);
    for (const [key, child] of nodes) {
      const value = found.recursive ? make(child, [...path, key], {}) : toPlain(child);
      options[key] = value;
    }
    Object.assign(options, extra);
    if (!found.partial) return create(component, options, path);
    return (further: Options = {}) => finish(create(component, { ...options, ...further }, path));
  };

  /** Throws what was found so far; else hands the value on. */
  const finish = (value: unknown): unknown => {
    throwIfAny(problems.splice(0));
    return value;
  };

  const make = (node: ConfigNode, path: Path, extra: Options): unknown => {
    if (node.kind === 'list')
      return node.items.map((item, i) => make(item, [...path, String(i)], {}));
    if (node.kind !== 'map') return toPlain(node);
    if (hasTarget(node)) return makeTarget(node, path, extra);
    const tree = emptyOptions();
    for (const [key, entry] of node.entries) tree[key] = make(entry.node, [...path, key], {});
    return Object.assign(tree, extra);
  };

  return (node: ConfigNode, path: Path, extra: Options) => finish(make(node, path, extra));
};

/**
 * Makes the component that a config describes at `path` (`''` for the whole config), and all components
 * inside it, innermost first. Mappings without `_target_` become plain values with components inside.
 *
 * @throws ConfigError with every problem of every component below `path`: unknown targets, unknown,
 *   missing and malformed options, each with file, line and column
 */
export const instantiate = (
  config: Pick<ResolvedConfig, 'root'>,
  path: string | Path,
  options: InstantiateOptions,
): unknown => {
  const keys = parsePath(path);
  const node = nodeAt(config.root, keys);
  if (!node) {
    const parent = nodeAt(config.root, keys.slice(0, -1));
    throw configError({
      code: 'LFADS_CONFIG_MISSING_VALUE',
      message: `The config has nothing at "${showPath(keys)}".`,
      path: showPath(keys),
      ...joinHints(didYouMean(keys.at(-1) ?? '', parent ? childKeys(parent) : [])),
    });
  }
  return createMaker(config.root, options)(node, keys, options.extra ?? {});
};
