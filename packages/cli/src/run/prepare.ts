import { randomInt } from 'node:crypto';
import { rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { renderConfig, type ResolvedConfig } from '@lfads/config';
import type { ComponentRegistry, RunPaths } from '@lfads/core';
import { type Checkpoint, loadCheckpoint } from '@lfads/train';
import type { BackendOptions } from '../cli-options.js';
import { checkpointPath } from './checkpoint-path.js';
import { compose, type ConfigChoice } from './compose.js';
import { withFoundSizes } from './found-sizes.js';
import { createParts, type RunParts } from './parts.js';
import {
  CONFIG_FILE,
  createRunFolder,
  createTimestampFolder,
  openRunFolder,
} from './run-folder.js';
import { type RunSettings, runSettings } from './settings.js';

/** A run with everything made: ready to train, or to sample. */
export interface PreparedRun {
  paths: RunPaths;
  /** With sizes that were `auto` as numbers. */
  config: ResolvedConfig;
  settings: RunSettings;
  parts: RunParts;
  /** Where a resumed run goes on. */
  resume?: Checkpoint;
}

/** Where a new run goes: a folder below `runs/<name>`, or one of its own. */
export interface RunPlace {
  /** Default: the name of the entry config. */
  name?: string;
  /** Relative to the current folder; goes before a name. */
  runDir?: string;
}

/**
 * Makes a new run's folder, `runs/<name>/<timestamp>` by default, and its parts. When a part cannot be made, no
 * folder is left behind. A seed of null is replaced by a random one, which the run's config keeps.
 */
export async function prepareNewRun(
  cwd: string,
  choice: ConfigChoice,
  { name, runDir }: RunPlace,
  registry: ComponentRegistry,
  backend: BackendOptions,
): Promise<PreparedRun> {
  const composed = await composeWithSeed(cwd, choice, registry);
  const settings = runSettings(composed);
  const dir =
    runDir === undefined
      ? await createTimestampFolder(cwd, name ?? composed.configName, new Date())
      : resolve(cwd, runDir);
  const paths = await createRunFolder(dir);
  try {
    const parts = await createParts(composed, registry, settings, paths, backend);
    const config = withSizes(composed, parts, registry);
    await saveConfig(paths, config);
    return { paths, config, settings, parts };
  } catch (error) {
    await rm(paths.dir, { recursive: true });
    await removeIfEmpty(dirname(paths.dir));
    throw error;
  }
}

/** Makes the parts of an existing run again, from the config in its folder and further overrides. */
export async function prepareExistingRun(
  cwd: string,
  run: string,
  overrides: readonly string[],
  registry: ComponentRegistry,
  backend: BackendOptions,
): Promise<PreparedRun> {
  const paths = openRunFolder(cwd, run);
  const choice = { configName: join(paths.dir, CONFIG_FILE), overrides };
  const composed = await compose(cwd, choice, registry);
  const settings = runSettings(composed);
  const parts = await createParts(composed, registry, settings, paths, backend);
  return { paths, config: withSizes(composed, parts, registry), settings, parts };
}

/** An existing run, to be continued from its last checkpoint. */
export async function prepareResumedRun(
  ...request: Parameters<typeof prepareExistingRun>
): Promise<PreparedRun> {
  const run = await prepareExistingRun(...request);
  const resume = await loadCheckpoint(checkpointPath(run.paths, 'last'));
  await saveConfig(run.paths, run.config);
  return { ...run, resume };
}

async function composeWithSeed(
  cwd: string,
  choice: ConfigChoice,
  registry: ComponentRegistry,
): Promise<ResolvedConfig> {
  const config = await compose(cwd, choice, registry);
  if (config.tree['seed'] !== null) return config;
  const overrides = [...choice.overrides, `seed=${randomInt(2 ** 32)}`];
  return compose(cwd, { ...choice, overrides }, registry);
}

const withSizes = (
  config: ResolvedConfig,
  { model, dataModule }: RunParts,
  registry: ComponentRegistry,
) => withFoundSizes(config, model, dataModule.sessions, registry);

/** Writes a run's config into its folder. */
export const saveConfig = (paths: RunPaths, config: ResolvedConfig) =>
  writeFile(join(paths.dir, CONFIG_FILE), renderConfig(config));

const removeIfEmpty = (folder: string) => rmdir(folder).catch(() => {});
