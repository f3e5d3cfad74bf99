import { composeConfig, configSearchPath, loadProject, type ResolvedConfig } from '@lfads/config';
import type { ComponentRegistry } from '@lfads/core';
import { fileURLToPath } from 'node:url';
import { builtinConfigs } from './builtin-configs.js';

export interface ConfigChoice {
  configName: string;
  configDir?: string;
  overrides: readonly string[];
}

/** Composes a config from `--config-dir`, the project's own configs, those of plugins and the built-in ones. */
export async function compose(
  cwd: string,
  { configName, configDir, overrides }: ConfigChoice,
  registry: ComponentRegistry,
): Promise<ResolvedConfig> {
  const searchPath = await projectSearchPath(cwd, configDir, registry);
  return composeConfig({ configName, overrides, searchPath, cwd });
}

/** Where configs are looked up: `--config-dir`, the project's own configs, those of plugins, the built-in ones. */
export async function projectSearchPath(
  cwd: string,
  configDir: string | undefined,
  { plugins }: ComponentRegistry,
): Promise<string[]> {
  const project = await loadProject(cwd);
  return configSearchPath({
    configDir,
    cwd: project.dir,
    projectConfigs: project.configDir,
    plugins: plugins.flatMap(({ configs }) => (configs ? [fileURLToPath(configs.href)] : [])),
    builtin: builtinConfigs(),
  });
}
