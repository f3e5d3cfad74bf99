import { fileURLToPath, pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';

const TYPESCRIPT = /\.[cm]?ts$/;

/**
 * Imports a module from its file: JavaScript as Node does it, TypeScript without a build step. Jiti strips
 * the types, for which neither the package typescript nor a loader has to be installed.
 *
 * @param file absolute path
 * @param modules by name, what TypeScript modules get for packages that must not be there twice
 */
export async function importModule(
  file: string,
  modules: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  if (!TYPESCRIPT.test(file)) return import(pathToFileURL(file).href);
  const jiti = createJiti(fileURLToPath(import.meta.url), {
    fsCache: false,
    interopDefault: false,
    moduleCache: false,
    virtualModules: { ...modules },
  });
  return jiti.import(file);
}
