/**
 * YAML configs composed with Hydra's habits, and components made from them:
 *
 * ```ts
 * const config = await compose({ overrides: { 'model.fac_dim': 3 } });
 * renderConfig(config, { origin: true });                            // `lfads config show --origin`
 * const model = instantiate(config, 'model', { registry, context }); // throws ConfigError
 * ```
 *
 * Every fault is a `ConfigError` (an `LfadsError`); print it with `formatConfigError`.
 */
export { PYTHON_ALIASES } from './aliases.js';
export { camelKeys } from './camel-keys.js';
export type { CamelKey, CamelKeys } from './camel-keys.js';
export { compose } from './compose-from-code.js';
export type { ComposeFromCodeOptions, TypedConfig } from './compose-from-code.js';
export { composeConfig } from './compose.js';
export type { ComposeOptions, ResolvedConfig } from './compose.js';
export { ConfigError } from './config-error.js';
export type { ConfigProblem } from './config-error.js';
export { configGroups } from './config-groups.js';
export type { ConfigGroup } from './config-groups.js';
export { createConfigSource } from './config-source.js';
export type { ConfigFile, ConfigSource } from './config-source.js';
export { CONFIG_ERROR_CODES } from './error-codes.js';
export type { ConfigErrorCode } from './error-codes.js';
export { explainKey } from './explain.js';
export type { Explanation } from './explain.js';
export { formatConfigError } from './format-config-error.js';
export type { SetPlace } from './history.js';
export { importModule } from './import-module.js';
export { instantiate } from './instantiate.js';
export type { InstantiateOptions } from './instantiate.js';
export type { ConfigNode, ConfigTree, ConfigValue, MapNode, Path } from './node.js';
export { describeOrigin } from './origin.js';
export type { FileOrigin, Origin, OverrideOrigin } from './origin.js';
export { parseOverride } from './override.js';
export type { Override, OverrideAction } from './override.js';
export { expandSweep } from './sweep.js';
export type { Sweep, SweptJob } from './sweep.js';
export { formatOverrideValue } from './override-text.js';
export { loadProject } from './project.js';
export type { Project } from './project.js';
export { renderConfig } from './render-config.js';
export type { RenderOptions } from './render-config.js';
export { builtinResolvers, registerResolver } from './resolvers.js';
export type { Resolver, ResolverContext, ResolverTable } from './resolvers.js';
export { runConfigSchema } from './run-config.js';
export type { RunConfig } from './run-config.js';
export { configJsonSchema } from './schema/config-json-schema.js';
export { optionDocs } from './schema/option-docs.js';
export type { OptionDocs } from './schema/option-docs.js';
export { configSearchPath } from './search-path.js';
export type { SearchPathOptions } from './search-path.js';
export type { TargetRegistry } from './target-registry.js';
export { withValues } from './with-values.js';
