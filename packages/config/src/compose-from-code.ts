import { resolve } from 'node:path';
import type { z } from 'zod';
import { composeConfig } from './compose.js';
import type { ResolvedConfig } from './compose.js';
import { throwIfAny } from './config-error.js';
import { nodeAt, showPath } from './node.js';
import type { ConfigValue, MapNode } from './node.js';
import { describeIssue } from './option-problems.js';
import type { Origin } from './origin.js';
import { formatOverrideValue } from './override-text.js';
import { loadProject } from './project.js';
import { runConfigSchema } from './run-config.js';
import { configSearchPath } from './search-path.js';

export interface ComposeFromCodeOptions<Schema extends z.ZodType = typeof runConfigSchema> {
  /** Default: `single`. */
  readonly configName?: string;
  /** As on the command line, or values by their keys: `{ 'model.fac_dim': 3 }` (the keys must exist). */
  readonly overrides?: readonly string[] | Readonly<Record<string, ConfigValue>>;
  /** A folder of configs to search before the project's own. */
  readonly configDir?: string;
  /** Configs to search last, such as `builtinConfigs()` of the package `lfads`. */
  readonly builtin?: string;
  /** Where the project is looked for. Default: the current folder. */
  readonly cwd?: string;
  /** What the config must be, and its type. Default: what a run needs. */
  readonly schema?: Schema;
}

/** A composed config whose values are known to be of a type. */
export type TypedConfig<Values> = Omit<ResolvedConfig, 'tree'> & { readonly tree: Values };

const overrideTexts = (overrides: ComposeFromCodeOptions['overrides'] = []): readonly string[] =>
  Array.isArray(overrides)
    ? (overrides as readonly string[])
    : Object.entries(overrides).map(([key, value]) => `${key}=${formatOverrideValue(value)}`);

/** The nearest value that exists on a path tells where a problem lies. */
const originOn = (root: MapNode, path: readonly string[]): Origin => {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = nodeAt(root, path.slice(0, depth));
    if (node) return node.origin;
  }
  return root.origin;
};

/**
 * Composes a config of the project that `cwd` lies in, without a command line:
 *
 * ```ts
 * const config = await compose({ overrides: { 'model.fac_dim': 3, seed: 1 } });
 * config.tree.posterior_sampling.use_best_ckpt; // boolean
 * ```
 *
 * @throws ConfigError with every problem: of composing, or of what the schema asks for
 */
export const compose = async <Schema extends z.ZodType = typeof runConfigSchema>(
  options: ComposeFromCodeOptions<Schema> = {},
): Promise<TypedConfig<z.output<Schema>>> => {
  const { configName = 'single', overrides, configDir, builtin } = options;
  const cwd = resolve(options.cwd ?? process.cwd());
  const project = await loadProject(cwd);
  const searchPath = configSearchPath({
    configDir: configDir === undefined ? undefined : resolve(cwd, configDir),
    cwd: project.dir,
    projectConfigs: project.configDir,
    builtin,
  });
  const config = composeConfig({
    configName,
    overrides: overrideTexts(overrides),
    searchPath,
    cwd,
  });
  const schema: z.ZodType = options.schema ?? runConfigSchema;
  const parsed = schema.safeParse(config.tree);
  const issues = parsed.success ? [] : parsed.error.issues;
  throwIfAny(
    issues
      .flatMap((issue) => describeIssue(issue, config.tree, 'The config'))
      .map(({ at, ...problem }) => ({
        ...problem,
        path: showPath(at),
        origin: originOn(config.root, at),
      })),
  );
  return { ...config, tree: parsed.data as z.output<Schema> };
};
