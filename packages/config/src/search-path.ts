import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { configError } from './config-error.js';

export interface SearchPathOptions {
  /** `--config-dir`, relative to `cwd`. */
  readonly configDir?: string | undefined;
  /** The project's folder. Default: the current folder. */
  readonly cwd?: string | undefined;
  /** The project's own configs, where the project file names a folder. Default: `configs/` in `cwd`. */
  readonly projectConfigs?: string | undefined;
  /** Folders that plugins bring. */
  readonly plugins?: readonly string[] | undefined;
  /** The built-in configs. */
  readonly builtin?: string | undefined;
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/**
 * The folders to search, first one first: `--config-dir`, the project's own `configs/` (or what the
 * project file names), those of plugins, the built-in ones. Folders that do not exist are left out.
 *
 * @throws ConfigError LFADS_CONFIG_DIR_NOT_FOUND when the folder that was asked for does not exist
 */
export const configSearchPath = (options: SearchPathOptions): string[] => {
  const cwd = resolve(options.cwd ?? process.cwd());
  const given = options.configDir === undefined ? undefined : resolve(cwd, options.configDir);
  if (given !== undefined && !isFolder(given)) {
    throw configError({
      code: 'LFADS_CONFIG_DIR_NOT_FOUND',
      message: `There is no folder "${given}".`,
      hint: 'Give --config-dir a folder of YAML configs.',
    });
  }
  const folders = [
    given,
    options.projectConfigs ?? join(cwd, 'configs'),
    ...(options.plugins ?? []),
    options.builtin,
  ].filter((folder) => folder !== undefined);
  return [...new Set(folders.map((folder) => resolve(folder)))].filter(isFolder);
};

/** Splits a config name that is a path to a YAML file into its folder and its name. */
export const splitConfigPath = (
  configName: string,
  cwd: string,
): { folder: string; name: string } | undefined => {
  if (!/\.ya?ml$/.test(configName)) return undefined;
  const file = resolve(cwd, configName);
  if (!existsSync(file)) return undefined;
  const folder = dirname(file);
  return { folder, name: file.slice(folder.length + 1).replace(/\.ya?ml$/, '') };
};
