import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { cosmiconfig, defaultLoaders } from 'cosmiconfig';
import { z } from 'zod';
import { camelKeys } from './camel-keys.js';
import { ConfigError, configError, throwIfAny } from './config-error.js';
import { loadYaml } from './load-yaml.js';
import { childOf, toPlain } from './node.js';
import type { MapNode } from './node.js';
import { importModule } from './import-module.js';
import { describeIssue, unknownOption } from './option-problems.js';

/** What the project file says. */
export interface Project {
  /** The folder of the project file, or the one the search began in. */
  readonly dir: string;
  /** The project file, when there is one. */
  readonly file: string | undefined;
  /** npm packages and files whose components configs may name. */
  readonly plugins: readonly string[];
  /** Absolute folder of the project's own configs, when the file names one. */
  readonly configDir: string | undefined;
}

const schema = z.strictObject({
  plugins: z.array(z.string().min(1)).default([]),
  configDir: z.string().min(1).optional(),
});

const SEARCH_PLACES = [
  'lfads.config.yaml',
  'lfads.config.yml',
  'lfads.config.json',
  'lfads.config.ts',
  'lfads.config.js',
  'lfads.config.mjs',
  'package.json',
];

const badProject = (file: string, message: string, hint?: string): ConfigError =>
  configError({ code: 'LFADS_CONFIG_BAD_PROJECT', message, ...(hint ? { hint } : {}), file });

/** YAML through the reader of configs, so that faults have a line and a column. */
const loadYamlProject = (file: string, content: string): unknown =>
  toPlain(loadYaml(content, file, dirname(file)));

const nodesOf = (file: string): MapNode | undefined =>
  /\.ya?ml$/.test(file) ? loadYaml(readFileSync(file, 'utf8'), file, dirname(file)) : undefined;

const loadTypeScript = async (file: string): Promise<unknown> =>
  ((await importModule(file)) as { default?: unknown }).default;

const findProject = async (cwd: string) => {
  const explorer = cosmiconfig('lfads', {
    searchPlaces: SEARCH_PLACES,
    searchStrategy: 'project',
    cache: false,
    loaders: {
      ...defaultLoaders,
      '.yaml': loadYamlProject,
      '.yml': loadYamlProject,
      '.ts': loadTypeScript,
    },
  });
  try {
    return await explorer.search(cwd);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const { filepath } = error as { filepath?: string };
    throw badProject(filepath ?? cwd, `The project file cannot be read: ${message}`);
  }
};

const check = (config: unknown, file: string): z.output<typeof schema> => {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw badProject(file, 'The project file must hold a mapping with "plugins" and "configDir".');
  }
  const keys = Object.keys(config);
  const parsed = schema.safeParse(camelKeys(config));
  if (parsed.success) return parsed.data;
  const nodes = nodesOf(file);
  const found = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownOption([key], 'The project file', Object.keys(schema.shape)))
      : describeIssue(issue, camelKeys(config), 'The project file'),
  );
  throwIfAny(
    found.map(({ at, ...problem }) => {
      const key = keys.find((name) => Object.keys(camelKeys({ [name]: 0 }))[0] === at[0]);
      const origin = nodes && key !== undefined ? childOf(nodes, key)?.origin : undefined;
      const place = origin ? { origin } : { file };
      return {
        ...problem,
        code: 'LFADS_CONFIG_BAD_PROJECT',
        path: at.join('.'),
        ...place,
      } as const;
    }),
  );
  throw parsed.error;
};

/**
 * Finds the project file from `cwd` upwards (`lfads.config.{yaml,json,ts,js}` or `lfads` in
 * package.json) as far as the first folder with a package.json, and checks it. Without one, `dir` is
 * `cwd` and there are no plugins.
 *
 * @throws ConfigError LFADS_CONFIG_BAD_PROJECT with every fault of the file
 */
export const loadProject = async (cwd: string = process.cwd()): Promise<Project> => {
  const found = await findProject(resolve(cwd));
  if (!found || found.isEmpty) {
    return { dir: resolve(cwd), file: undefined, plugins: [], configDir: undefined };
  }
  const { plugins, configDir } = check(found.config, found.filepath);
  const dir = dirname(found.filepath);
  const folder = configDir === undefined ? undefined : resolve(dir, configDir);
  return { dir, file: found.filepath, plugins, configDir: folder };
};
