import { join } from 'node:path';
import { composeConfig } from '../compose.js';
import type { ComposeOptions, ResolvedConfig } from '../compose.js';
import { tempFolder } from './temp-configs.js';

/** Writes files into `configs/` of a new folder and composes `main.yaml` from them. */
export const composeFiles = (
  files: Readonly<Record<string, string>>,
  overrides: readonly string[] = [],
  options: Partial<ComposeOptions> = {},
): ResolvedConfig => {
  const folder = tempFolder(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`configs/${path}`, text])),
  );
  return composeConfig({
    configName: 'main',
    searchPath: [join(folder, 'configs')],
    overrides,
    cwd: folder,
    ...options,
  });
};

/** Composes one YAML text. */
export const composeText = (
  yaml: string,
  overrides: readonly string[] = [],
  options: Partial<ComposeOptions> = {},
): ResolvedConfig => composeFiles({ 'main.yaml': yaml }, overrides, options);
