import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LfadsError, type RunPaths } from '@lfads/core';
import { encodeSafetensors, loadCheckpoint, writeFileAtomic } from '@lfads/train';
import { checkpointPath, type CheckpointName } from './checkpoint-path.js';
import { version } from '../version.js';

/** What `<name>.json` beside exported parameters holds. */
export interface ExportedModel {
  /** Of this file. */
  format: 1;
  lfads: string;
  /** The run's resolved config. */
  config: unknown;
  seed: number;
  checkpoint: { name: CheckpointName; epoch: number; metrics: Readonly<Record<string, number>> };
  /** Shapes, by name. */
  parameters: Readonly<Record<string, readonly number[]>>;
}

export interface Exported {
  weights: string;
  model: string;
  parameters: number;
}

/**
 * Writes a checkpoint's parameters as safetensors, under the names and in the layouts of a lfads-torch
 * state_dict, and the config they belong to as JSON.
 *
 * @param stem path of both files without their extensions
 * @throws LfadsError LFADS_EXPORT_EXISTS, LFADS_CHECKPOINT_MISSING, LFADS_CHECKPOINT_CORRUPT
 */
export async function exportWeights(
  paths: RunPaths,
  name: CheckpointName,
  stem: string,
  overwrite: boolean,
): Promise<Exported> {
  const files = { weights: `${stem}.safetensors`, model: `${stem}.json` };
  const there = Object.values(files).find((file) => existsSync(file));
  if (there !== undefined && !overwrite) {
    throw new LfadsError(
      'LFADS_EXPORT_EXISTS',
      `There is a file ${there} already.`,
      'Choose another place with --out, or say --overwrite.',
    );
  }
  const { parameters, state } = await loadCheckpoint(checkpointPath(paths, name));
  const { config, seed, epoch, metrics } = state;
  const model: ExportedModel = {
    format: 1,
    lfads: version,
    config,
    seed,
    checkpoint: { name, epoch, metrics },
    parameters: Object.fromEntries([...parameters].map(([key, { shape }]) => [key, shape])),
  };
  await writeFileAtomic(files.weights, encodeSafetensors(parameters, { format: 'pt' }));
  await writeFileAtomic(files.model, `${JSON.stringify(model, null, 2)}\n`);
  return { ...files, parameters: parameters.size };
}

export const defaultStem = ({ dir }: RunPaths): string => join(dir, 'export', 'model');
