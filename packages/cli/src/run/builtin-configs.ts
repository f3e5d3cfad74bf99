import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the configs that come with lfads: beside this package's code, or at the workspace's root. */
export function builtinConfigs(): string {
  const packaged = fileURLToPath(new URL('../../configs', import.meta.url));
  if (existsSync(packaged)) return packaged;
  return fileURLToPath(new URL('../../../../configs', import.meta.url));
}
