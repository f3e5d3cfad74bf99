import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigTree, ConfigValue } from '@lfads/config';
import { writeH5 } from '@lfads/data';

/** The folder of lfads-torch's configs (of its release 1.1.0), when there is one. */
export const { LFADS_TORCH_CONFIGS: pythonConfigs = '' } = process.env;

const names = (group: string): string[] => {
  const folder = join(pythonConfigs, group);
  if (pythonConfigs === '' || !existsSync(folder)) return [];
  return readdirSync(folder).map((file) => file.replace('.yaml', ''));
};

/** Every model with the data module that is meant for it. */
export const pythonPairs: readonly (readonly [model: string, datamodule: string])[] = names(
  'model',
).map((model) => {
  const modules = names('datamodule');
  const own = modules.includes(model) ? model : modules.find((data) => model.startsWith(data));
  return [model, own ?? model];
});

const VALID_TRIALS = 4;
const at = (tree: ConfigValue | undefined, ...path: string[]): ConfigValue | undefined =>
  path.reduce<ConfigValue | undefined>(
    (value, key) => (value as ConfigTree | null | undefined)?.[key],
    tree,
  );

const array = (...shape: number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) =>
    i % 7 === 0 ? 1 : 0,
  ),
});

interface SessionChannels {
  readonly encod: number;
  readonly recon: number;
}

/** Channels by session: those that the model states, or any where it takes them from the files. */
const channelsOf = (tree: ConfigTree): readonly SessionChannels[] => {
  const recon = at(tree, 'model', 'readout', 'modules', '0', 'out_features');
  if (typeof recon === 'number') {
    return [{ encod: Number(at(tree, 'model', 'encod_data_dim')), recon }];
  }
  const { reconstruction } = tree['model'] as { reconstruction: unknown };
  const sessions = Array.isArray(reconstruction) ? reconstruction.length : 2;
  return Array.from({ length: sessions }, (_, s) => ({ encod: 5 + s, recon: 5 + s }));
};

/**
 * Writes small files of the sizes that a composed config states, one per session, with all that its data
 * module asks for and an alignment.
 *
 * @returns the pattern that finds them
 */
export async function writeDataFor(tree: ConfigTree, folder: string): Promise<string> {
  const steps = [at(tree, 'model', 'encod_seq_len'), at(tree, 'model', 'recon_seq_len')].map(
    Number,
  );
  const [encodSteps = 0, reconSteps = 0] = steps;
  const keys = (name: string) => (at(tree, 'datamodule', name) ?? []) as readonly string[];
  const sessions = channelsOf(tree);
  const trials = {
    train: Math.floor(Number(at(tree, 'datamodule', 'batch_size')) / sessions.length),
    valid: VALID_TRIALS,
  };
  for (const [s, { encod, recon }] of sessions.entries()) {
    const arrays = new Map([
      ['readin_weight', array(encod, Number(at(tree, 'model', 'encod_data_dim')))],
      ['readout_bias', array(encod)],
      ...keys('attr_keys').map((key) => [key, array(VALID_TRIALS)] as const),
    ]);
    for (const [split, count] of Object.entries(trials)) {
      arrays.set(`${split}_encod_data`, array(count, encodSteps, encod));
      arrays.set(`${split}_recon_data`, array(count, reconSteps, recon));
      for (const key of keys('batch_keys')) {
        arrays.set(`${split}_${key}`, array(count, encodSteps, 2));
      }
    }
    await writeH5(join(folder, `session${s}.h5`), arrays);
  }
  return join(folder, 'session*.h5');
}
