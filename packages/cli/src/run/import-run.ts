import { existsSync } from 'node:fs';
import { readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type ComponentRegistry, LfadsError, type RunPaths } from '@lfads/core';
import { decodeSafetensors, initialCheckpoint, saveCheckpoint } from '@lfads/train';
import { z } from 'zod';
import type { BackendOptions } from '../cli-options.js';
import type { ConfigChoice } from './compose.js';
import { type PreparedRun, prepareExistingRun, prepareNewRun, saveConfig } from './prepare.js';
import { CONFIG_FILE, createRunFolder, createTimestampFolder } from './run-folder.js';

export interface ImportRequest {
  /** The safetensors file. */
  weights: string;
  /** The config to compose; without one, that of the JSON file beside the parameters. */
  choice: Omit<ConfigChoice, 'configName'> & { configName?: string };
  /** Folder below `runs/`. */
  name: string;
}

const exportedModel = z.looseObject({ config: z.record(z.string(), z.unknown()) });

/**
 * Makes a run of parameters that were trained elsewhere: its checkpoints `best` and `last` hold them, so that
 * it can be sampled, and trained on with a fresh optimiser.
 *
 * @throws LfadsError LFADS_IMPORT_FILE, LFADS_IMPORT_CONFIG without a config; LFADS_PARAMETER_MISMATCH listing every parameter that
 * is missing, of another shape or unknown; no folder is left behind then
 */
export async function importRun(
  cwd: string,
  { weights, choice, name }: ImportRequest,
  registry: ComponentRegistry,
  backend: BackendOptions,
): Promise<PreparedRun> {
  const file = resolve(cwd, weights);
  const parameters = decodeSafetensors(await readWeights(file), file);
  const { configName } = choice;
  const run =
    configName === undefined
      ? await prepareFromJson(cwd, file, choice, name, registry, backend)
      : await prepareNewRun(cwd, { ...choice, configName }, { name }, registry, backend);
  try {
    const { model, trainer } = run.parts;
    model.parameters.load(parameters);
    const { seed } = run.settings;
    const checkpoint = initialCheckpoint(model, trainer, { seed, config: run.config.tree });
    for (const label of ['last', 'best']) {
      await saveCheckpoint(run.paths.checkpoints, label, checkpoint);
    }
    return run;
  } catch (error) {
    await removeRun(run.paths);
    throw error;
  }
}

async function readWeights(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new LfadsError(
      'LFADS_IMPORT_FILE',
      `Cannot read ${file}: ${(error as Error).message}.`,
      "Give a safetensors file: lfads export writes one, and so does Python's safetensors.torch.save_file.",
    );
  }
}

/** A new run with the config of `lfads export`. JSON is YAML, so it is composed like any run's config. */
async function prepareFromJson(
  cwd: string,
  weights: string,
  { overrides }: ImportRequest['choice'],
  name: string,
  registry: ComponentRegistry,
  backend: BackendOptions,
): Promise<PreparedRun> {
  const config = await readConfig(weights.replace(/\.safetensors$/, '') + '.json');
  const paths = await createRunFolder(await createTimestampFolder(cwd, name, new Date()));
  try {
    await writeFile(join(paths.dir, CONFIG_FILE), JSON.stringify(config));
    const run = await prepareExistingRun(cwd, paths.dir, overrides, registry, backend);
    await saveConfig(paths, run.config);
    return run;
  } catch (error) {
    await removeRun(paths);
    throw error;
  }
}

async function readConfig(file: string): Promise<Record<string, unknown>> {
  const hint =
    'Say which config the parameters belong to: --config-name <entry> and overrides such as model=<choice>.';
  if (!existsSync(file)) {
    const message = `There is no config beside the parameters: no ${file}.`;
    throw new LfadsError('LFADS_IMPORT_CONFIG', message, hint);
  }
  try {
    return exportedModel.parse(JSON.parse(await readFile(file, 'utf8'))).config;
  } catch {
    const message = `${file} is not what lfads export writes beside parameters.`;
    throw new LfadsError('LFADS_IMPORT_CONFIG', message, hint);
  }
}

async function removeRun({ dir }: RunPaths): Promise<void> {
  await rm(dir, { recursive: true, force: true });
  await rmdir(dirname(dir)).catch(() => {});
}
