import { resolve } from 'node:path';
import { applyOverride } from './apply-override.js';
import type { ConfigProblem } from './config-error.js';
import { ConfigError, configError, throwIfAny } from './config-error.js';
import { configNotFound } from './config-not-found.js';
import { createConfigSource } from './config-source.js';
import { expandDefaults } from './defaults-list.js';
import { createGroupOverrides, isGroupOverride } from './group-overrides.js';
import { placesOf } from './history.js';
import type { ConfigState, SetPlace } from './history.js';
import { mergeNodes, nestIn } from './merge.js';
import { nodeAt, parsePath, toPlain } from './node.js';
import type { ConfigTree, MapNode, Path } from './node.js';
import type { Origin } from './origin.js';
import { parseOverride } from './override.js';
import type { Override } from './override.js';
import { builtinResolvers } from './resolvers.js';
import type { ResolverTable } from './resolvers.js';
import { HYDRA, isHydraGroup } from './packages.js';
import { resolveTree } from './resolve-tree.js';
import { splitConfigPath } from './search-path.js';

export interface ComposeOptions {
  /** `single`, `experiments/mine`, or the path of a YAML file, whose folder is then searched first. */
  readonly configName: string;
  /** In Hydra's grammar, see `parseOverride`. */
  readonly overrides?: readonly string[];
  /** Folders of configs, first one first; see `configSearchPath`. */
  readonly searchPath: readonly string[];
  /** Default: the process's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Base of a relative `configName` and of `relpath` in overrides. Default: the current folder. */
  readonly cwd?: string;
  /** Default: the built-in ones. */
  readonly resolvers?: ResolverTable;
}

/** A composed config: plain values, and where each of them came from. */
export interface ResolvedConfig {
  /** Keys in snake_case, as in YAML; mappings have no prototype. */
  readonly tree: ConfigTree;
  readonly root: MapNode;
  readonly configName: string;
  /** The choice for each group of the defaults lists, e.g. `model` -> `lorenz`, sorted by group. */
  readonly choices: ReadonlyMap<string, string | null>;
  /** Every file that took part, lowest first. */
  readonly files: readonly string[];
  /** Where the value at a path (`model.ic_prior.shape`) came from; undefined when there is none. */
  originOf(path: string | Path): Origin | undefined;
  /** Every place that set the value at a path, in the order in which they were laid over each other. */
  historyOf(path: string | Path): readonly SetPlace[];
}

const noSuchGroup = ({ name, keyOrigin }: Override): ConfigProblem => ({
  code: 'LFADS_CONFIG_UNUSED_CHOICE',
  message: `"${name}@…" chooses for a group, but there is no config group "${name}".`,
  origin: keyOrigin,
});

const withoutHydra = (root: MapNode): MapNode => ({
  ...root,
  entries: new Map([...root.entries].filter(([key]) => key !== HYDRA)),
});

/** Tries all, then throws every problem at once. */
const collect = <T, R>(items: readonly T[], act: (item: T) => R): R[] => {
  const problems: ConfigProblem[] = [];
  const results: R[] = [];
  for (const item of items) {
    try {
      results.push(act(item));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  }
  throwIfAny(problems);
  return results;
};

/**
 * Composes a config as Hydra 1.1 does: the entry config's defaults list, then its own values, then the
 * overrides in their order; then resolves all interpolations.
 *
 * @throws ConfigError with every problem found: unknown configs and keys, syntax, missing values, …
 */
export const composeConfig = (options: ComposeOptions): ResolvedConfig => {
  const cwd = resolve(options.cwd ?? process.cwd());
  const given = splitConfigPath(options.configName, cwd);
  const searchPath = options.searchPath.map((folder) => resolve(cwd, folder));
  const source = createConfigSource(given ? [given.folder, ...searchPath] : searchPath);
  const configName = given?.name ?? options.configName.replace(/\.ya?ml$/, '');
  const primary = source.load(configName);
  if (!primary) throw configError(configNotFound(options.configName, source));

  const overrides = collect(options.overrides ?? [], parseOverride).filter(
    ({ name, path }) => path[0] !== HYDRA && !isHydraGroup(name),
  );
  const ofGroups = overrides.filter((override) => isGroupOverride(override, source));
  const ofValues = overrides.filter((override) => !isGroupOverride(override, source));
  throwIfAny(ofValues.filter((o) => o.package !== undefined).map(noSuchGroup));
  const { contributions, choices } = expandDefaults(
    primary,
    source,
    createGroupOverrides(ofGroups),
  );

  const states: ConfigState[] = [];
  let merged: MapNode = { kind: 'map', entries: new Map(), origin: primary.content.origin };
  const lay = (root: MapNode, by: Origin): void => {
    merged = root;
    states.push({ root, by });
  };
  for (const { config, package: pkg } of contributions) {
    lay(mergeNodes(merged, nestIn(pkg, config.content)) as MapNode, config.content.origin);
  }
  collect(ofValues, (override) => lay(applyOverride(merged, override), override.keyOrigin));

  const root = resolveTree(withoutHydra(merged), {
    resolvers: options.resolvers ?? builtinResolvers,
    env: options.env ?? process.env,
    cwd,
  });
  return {
    root,
    tree: toPlain(root) as ConfigTree,
    configName,
    choices,
    files: [...new Set(contributions.map(({ config }) => config.file))],
    originOf: (path) => nodeAt(root, parsePath(path))?.origin,
    historyOf: (path) => placesOf(states, parsePath(path)),
  };
};
