import { composeConfig, configSearchPath, loadProject, type ResolvedConfig } from '@lfads/config';
import { builtinConfigs } from './builtin-configs.js';

export interface ConfigChoice {
  configName: string;
  configDir?: string;
  overrides: readonly string[];
}

/** Composes a config from `--config-dir`, the project's own configs and the built-in ones. */
export async function compose(
  cwd: string,
  { configName, configDir, overrides }: ConfigChoice,
): Promise<ResolvedConfig> {
  const searchPath = await projectSearchPath(cwd, configDir);
  return composeConfig({ configName, overrides, searchPath, cwd });
}

/** Where configs are looked up: `--config-dir`, the project's own configs, the built-in ones. */
export async function projectSearchPath(
  cwd: string,
  configDir: string | undefined,
): Promise<string[]> {
  const project = await loadProject(cwd);
  return configSearchPath({
    configDir,
    cwd: project.dir,
    projectConfigs: project.configDir,
    builtin: builtinConfigs(),
  });
}
