import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configJsonSchema, optionDocs } from '@lfads/config';
import {
  type ComponentDefinition,
  type ComponentRegistry,
  createRegistry,
  LfadsError,
  type Plugin,
} from '@lfads/core';
import { builtinPlugins } from '../../run/builtin-plugins.js';
import { runServices } from '../../run/services.js';

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Makes the parts in an example's options. */
function made(value: unknown, create: (target: string, options: object) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => made(item, create));
  if (typeof value !== 'object' || value === null) return value;
  const { _target_: target, ...options } = Object.fromEntries(
    Object.entries(value).map(([key, option]) => [key, made(option, create)]),
  );
  return typeof target === 'string' ? create(target, options) : options;
}

function exampleProblem(definition: ComponentDefinition, registry: ComponentRegistry): string[] {
  const { target, example } = definition;
  if (!example && optionDocs(definition).some(({ required }) => required)) {
    return [`${target} has required options, but no example.`];
  }
  const { container } = runServices(registry, 0, { dir: '', checkpoints: '' });
  const create = (name: string, options: object) => container.create(name, options);
  try {
    create(target, made(example ?? {}, create) as object);
    return [];
  } catch (error) {
    const needsData = error instanceof LfadsError && error.code === 'LFADS_SERVICE_MISSING';
    const options = example ? 'its example' : 'its defaults';
    return needsData ? [] : [`${target} cannot be made from ${options}: ${messageOf(error)}`];
  }
}

function componentProblems(
  plugin: Plugin,
  definition: ComponentDefinition,
  registry: ComponentRegistry,
): string[] {
  const { target, summary } = definition;
  const prefix = `${plugin.name}/`;
  const undescribed = optionDocs(definition).filter(({ description }) => !description);
  return [
    ...(target.startsWith(prefix) ? [] : [`${target} does not begin with "${prefix}".`]),
    ...(summary.trim() === '' ? [`${target} has no summary.`] : []),
    ...undescribed.map(({ name }) => `${target}: the option ${name} has no description.`),
    ...exampleProblem(definition, registry),
  ];
}

const attempt = (what: string, act: () => unknown): string[] => {
  try {
    act();
    return [];
  } catch (error) {
    return [`${what}: ${messageOf(error)}`];
  }
};

/** The package.json of the package that a module belongs to. */
function packageFile(module: string): string | undefined {
  for (let dir = dirname(module); dirname(dir) !== dir; dir = dirname(dir)) {
    const file = join(dir, 'package.json');
    if (existsSync(file)) return file;
  }
  return undefined;
}

interface Manifest {
  name?: string;
  keywords?: string[];
  peerDependencies?: Record<string, string>;
  engines?: Record<string, string>;
}

/** What others need to find and install it; nothing for a file that is in no package of its name. */
async function packageProblems(plugin: Plugin, url: string): Promise<string[]> {
  const file = packageFile(fileURLToPath(url));
  if (file === undefined) return [];
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
  if (manifest.name !== plugin.name) return [];
  return [
    ...(manifest.keywords?.includes('lfads-plugin')
      ? []
      : [`${file}: keywords lack "lfads-plugin", by which plugins are found.`]),
    ...(manifest.peerDependencies?.['@lfads/core'] !== undefined
      ? []
      : [`${file}: @lfads/core is no peer dependency; a copy of its own would be installed.`]),
    ...(manifest.engines?.['node'] !== undefined
      ? []
      : [`${file}: engines does not say which Node it needs.`]),
  ];
}

/**
 * What is wrong with a plugin, a sentence each: with its place beside the built-in ones, its components, their
 * schemas and examples, its configs, and its package.
 *
 * @param url of the plugin's module
 */
export async function checkPlugin(plugin: Plugin, url: string): Promise<string[]> {
  const others = builtinPlugins.filter(({ name }) => name !== plugin.name);
  let registry: ComponentRegistry;
  try {
    registry = createRegistry([...others, plugin]);
  } catch (error) {
    return [messageOf(error)];
  }
  const configs = plugin.configs && fileURLToPath(plugin.configs.href);
  return [
    ...plugin.components.flatMap((definition) => componentProblems(plugin, definition, registry)),
    ...attempt('No JSON Schema can be made', () => configJsonSchema(registry.definitions())),
    ...(configs === undefined || existsSync(configs)
      ? []
      : [`The folder of its configs is not there: ${configs}.`]),
    ...(await packageProblems(plugin, url)),
  ];
}
