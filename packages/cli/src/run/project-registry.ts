import { loadProject } from '@lfads/config';
import { type ComponentRegistry, createRegistry, type Plugin } from '@lfads/core';
import { builtinPlugins } from './builtin-plugins.js';
import { installedFirstParty } from './first-party-plugins.js';
import { importPlugin, loadPlugin } from './load-plugin.js';

/**
 * The components that configs may name: the built-in ones, those of first-party plugins that are installed,
 * of the plugins in the project file, and of those asked for by name. Nothing else is imported.
 *
 * @throws LfadsError when a plugin cannot be loaded, or two claim the same thing
 */
export async function createProjectRegistry(
  cwd: string,
  asked: readonly string[],
): Promise<ComponentRegistry> {
  const { dir, plugins } = await loadProject(cwd);
  const named = [
    ...plugins.map((name) => ({ name, from: dir })),
    ...asked.map((name) => ({ name, from: cwd })),
  ];
  const loaded = await Promise.all(named.map(({ name, from }) => loadPlugin(name, from)));
  const firstParty = await firstPartyPlugins(dir);
  const declared = new Set(loaded.map(({ name }) => name));
  return createRegistry([
    ...builtinPlugins,
    ...firstParty.filter(({ name }) => !declared.has(name)),
    ...new Set(loaded),
  ]);
}

async function firstPartyPlugins(projectDir: string): Promise<Plugin[]> {
  const found = installedFirstParty(projectDir);
  return Promise.all(found.map(({ name, url }) => importPlugin(name, url)));
}
