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
  const project = await loadProject(cwd);
  const searchPath = configSearchPath({
    configDir,
    cwd: project.dir,
    projectConfigs: project.configDir,
    builtin: builtinConfigs(),
  });
  return composeConfig({ configName, overrides, searchPath, cwd });
}
