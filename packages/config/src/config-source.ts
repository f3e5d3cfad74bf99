import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseDefaults } from './defaults-entry.js';
import type { DefaultsEntry } from './defaults-entry.js';
import { loadYaml } from './load-yaml.js';
import type { MapNode } from './node.js';

/** One config file, read. */
export interface ConfigFile {
  /** Its place on the search path without the extension, e.g. `model/lorenz`. */
  readonly name: string;
  readonly file: string;
  /** What it holds, without the defaults list. */
  readonly content: MapNode;
  readonly defaults: readonly DefaultsEntry[];
  /** From a first line `# @package _global_`. */
  readonly packageHeader: string | undefined;
}

/** The config files on a search path. */
export interface ConfigSource {
  readonly searchPath: readonly string[];
  /** The first file of that name; each file is read once. */
  load(name: string): ConfigFile | undefined;
  /** The path of the first file of that name. */
  locate(name: string): string | undefined;
  isGroup(group: string): boolean;
  /** Names of the configs in a group (`''`: the entry configs), sorted. */
  choices(group: string): string[];
  /** Names of the groups directly inside a group. */
  groups(group: string): string[];
}

const EXTENSIONS = ['.yaml', '.yml'] as const;
const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();
/** Keeps names such as `../secret` and absolute paths from leaving the search path. */
const isInside = (name: string): boolean => !name.split(/[\\/]/).some((part) => part === '..');

const headerOf = (text: string): string | undefined => {
  for (const line of text.split('\n')) {
    if (!/^\s*(?:#.*)?$/.test(line)) return undefined;
    const header = /^\s*#\s*@package\s+(\S+)/.exec(line);
    if (header) return header[1];
  }
  return undefined;
};

const readConfig = (name: string, file: string, root: string): ConfigFile => {
  const text = readFileSync(file, 'utf8');
  const { defaults, content } = parseDefaults(loadYaml(text, file, root));
  return { name, file, content, defaults, packageHeader: headerOf(text) };
};

export const createConfigSource = (searchPath: readonly string[]): ConfigSource => {
  const roots = [...new Set(searchPath.map((root) => resolve(root)))];
  const cache = new Map<string, ConfigFile | undefined>();
  const find = (name: string): { root: string; file: string } | undefined => {
    if (!isInside(name)) return undefined;
    for (const root of roots) {
      for (const extension of EXTENSIONS) {
        const file = join(root, name + extension);
        if (existsSync(file) && statSync(file).isFile()) return { root, file };
      }
    }
    return undefined;
  };
  const read = (name: string): ConfigFile | undefined => {
    const found = find(name);
    return found && readConfig(name, found.file, found.root);
  };
  const list = (group: string) =>
    roots
      .map((root) => join(root, group))
      .filter((folder) => isInside(group) && isFolder(folder))
      .flatMap((folder) => readdirSync(folder, { withFileTypes: true }));
  const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();
  return {
    searchPath: roots,
    load: (name) => {
      if (!cache.has(name)) cache.set(name, read(name));
      return cache.get(name);
    },
    locate: (name) => find(name)?.file,
    isGroup: (group) => isInside(group) && roots.some((root) => isFolder(join(root, group))),
    choices: (group) =>
      sorted(
        list(group)
          .filter((entry) => !entry.isDirectory() && /\.ya?ml$/.test(entry.name))
          .map((entry) => entry.name.replace(/\.ya?ml$/, '')),
      ),
    groups: (group) =>
      sorted(
        list(group)
          .filter((entry) => entry.isDirectory())
          .map((entry) => entry.name),
      ),
  };
};
