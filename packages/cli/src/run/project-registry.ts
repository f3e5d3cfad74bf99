import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadProject } from '@lfads/config';
import { type ComponentRegistry, createRegistry, LfadsError, type Plugin } from '@lfads/core';
import { resolve } from 'import-meta-resolve';
import { builtinPlugins } from './builtin-plugins.js';

/**
 * The components that configs may name: the built-in ones, those of the plugins in the project file, and
 * those asked for by name.
 *
 * @throws LfadsError LFADS_PLUGIN_NOT_FOUND, LFADS_PLUGIN_BAD_EXPORT
 */
export async function createProjectRegistry(
  cwd: string,
  asked: readonly string[],
): Promise<ComponentRegistry> {
  const { dir, plugins } = await loadProject(cwd);
  const declared = await Promise.all(plugins.map((name) => loadPlugin(name, dir)));
  const named = await Promise.all(asked.map((name) => loadPlugin(name, cwd)));
  return createRegistry([...builtinPlugins, ...new Set([...declared, ...named])]);
}

/** Imports a plugin, an npm package or a file, as seen from a folder; its default export is the plugin. */
async function loadPlugin(name: string, from: string): Promise<Plugin> {
  const url = resolveFrom(name, from);
  const { default: plugin } = (await import(url)) as { default?: unknown };
  if (isPlugin(plugin)) return plugin;
  throw new LfadsError(
    'LFADS_PLUGIN_BAD_EXPORT',
    `"${name}" (${url}) has no plugin as its default export.`,
    'A plugin exports: export default definePlugin({ name, contractVersion, components }).',
  );
}

function resolveFrom(name: string, folder: string): string {
  try {
    return resolve(name, pathToFileURL(join(folder, 'package.json')).href);
  } catch {
    throw new LfadsError(
      'LFADS_PLUGIN_NOT_FOUND',
      `The plugin "${name}" cannot be found from ${folder}.`,
      `Install it (npm install ${name}), or correct its name in the project file or after --plugin.`,
    );
  }
}

const isPlugin = (value: unknown): value is Plugin =>
  typeof value === 'object' && value !== null && 'components' in value && 'name' in value;
