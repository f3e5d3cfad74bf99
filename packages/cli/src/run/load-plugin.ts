import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { importModule } from '@lfads/config';
import { LfadsError, type Plugin } from '@lfads/core';
import { resolve } from 'import-meta-resolve';
import { hostModules } from './host-modules.js';

/**
 * Imports a plugin, an npm package or a file (TypeScript too), as seen from a folder; its default export is
 * the plugin.
 *
 * @throws LfadsError LFADS_PLUGIN_NOT_FOUND, LFADS_PLUGIN_FAILED, LFADS_PLUGIN_BAD_EXPORT
 */
export async function loadPlugin(name: string, from: string): Promise<Plugin> {
  const url = resolvePlugin(name, from);
  if (url === undefined) {
    throw new LfadsError(
      'LFADS_PLUGIN_NOT_FOUND',
      `The plugin "${name}" cannot be found from ${from}.`,
      `Install it (npm install ${name}), or correct its name in the project file or after --plugin.`,
    );
  }
  return importPlugin(name, url);
}

/** Where a plugin's module is; undefined when it is not installed. */
export function resolvePlugin(name: string, from: string): string | undefined {
  try {
    return resolve(name, pathToFileURL(join(from, 'package.json')).href);
  } catch {
    return undefined;
  }
}

/** @param name for messages */
export async function importPlugin(name: string, url: string): Promise<Plugin> {
  const { default: plugin } = await importFrom(name, url);
  if (isPlugin(plugin)) return plugin;
  throw new LfadsError(
    'LFADS_PLUGIN_BAD_EXPORT',
    `"${name}" (${url}) has no plugin as its default export.`,
    'A plugin exports: export default definePlugin({ name, contractVersion, components }).',
  );
}

async function importFrom(name: string, url: string): Promise<{ default?: unknown }> {
  const file = fileURLToPath(url);
  try {
    return (await importModule(file, hostModules)) as { default?: unknown };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${file}'`)) {
      throw new LfadsError('LFADS_PLUGIN_NOT_FOUND', `There is no file "${file}".`);
    }
    throw new LfadsError(
      'LFADS_PLUGIN_FAILED',
      `The plugin "${name}" (${file}) cannot be loaded: ${message}`,
      'Mend it, install what it needs, or remove it from the project file.',
    );
  }
}

const isPlugin = (value: unknown): value is Plugin =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  'components' in value &&
  Array.isArray(value.components);
