import { basename, dirname, extname, join } from 'node:path';
import type { DataSplit, SessionInfo } from '@lfads/core';
import { dataError } from './errors.js';
import { withH5 } from './h5/open.js';
import { datasetKeys, readH5Attributes, requireDataset } from './h5/read.js';
import { readStored } from './h5/read-dataset.js';
import type { H5Array, H5Dataset } from './h5/types.js';
import { copyWithDatasets, type H5WriteOptions, writeH5 } from './h5/write.js';
import { reshuffledSplit, takeTrials } from './session/reshuffle.js';

/** The outputs of one split by name (`output_params`, `factors`, …), trials first. */
export type SplitOutputs = Readonly<Record<string, H5Array>>;

export interface SessionOutputFile extends H5WriteOptions {
  /** The data file that the outputs belong to. */
  source: string;
  target: string;
  splits: Readonly<Partial<Record<DataSplit, SplitOutputs>>>;
  /** The data module's reshuffling, so that data and outputs hold the same trials. */
  reshuffle?: NonNullable<SessionInfo['reshuffle']>;
}

/** `lfads_output.h5` and session `monkey` give `lfads_output_monkey.h5`, as lfads-torch names them. */
export function sessionOutputPath(filename: string, session: string): string {
  const suffix = extname(filename);
  return join(dirname(filename), `${basename(filename, suffix)}_${session}${suffix}`);
}

/**
 * Writes a copy of the data file with `<split>_<output name>` added, float32, atomically. Without
 * reshuffling the copy keeps everything that the file holds; with it, datasets (booleans as 0/1 bytes)
 * and the file's attributes.
 */
export async function writeSessionOutput(file: SessionOutputFile): Promise<void> {
  const outputs = new Map<string, H5Dataset>();
  for (const [split, fields] of Object.entries(file.splits)) {
    for (const [name, { shape, data }] of Object.entries(fields)) {
      const floats = data instanceof Float32Array ? data : Float32Array.from(data);
      outputs.set(`${split}_${name}`, { shape, data: floats });
    }
  }
  const options = file.compression === undefined ? {} : { compression: file.compression };
  if (file.reshuffle === undefined) {
    return copyWithDatasets(file.source, file.target, outputs, options);
  }
  const data = reshuffleDatasets(file.source, await readAll(file.source), file.reshuffle);
  const attributes = await readH5Attributes(file.source);
  return writeH5(file.target, new Map([...data, ...outputs]), attributes, options);
}

const readAll = (path: string): Promise<Map<string, H5Dataset>> =>
  withH5(
    path,
    'r',
    (file) =>
      new Map(
        datasetKeys(file).map((key) => [
          key,
          readStored(path, key, requireDataset(file, path, key)),
        ]),
      ),
  );

/** Mixes every `train_`/`valid_` pair in the same way. */
function reshuffleDatasets(
  path: string,
  datasets: ReadonlyMap<string, H5Dataset>,
  { seed, ratio }: NonNullable<SessionInfo['reshuffle']>,
): Map<string, H5Dataset> {
  const trials = (split: string) => datasets.get(`${split}_encod_data`)?.shape[0] ?? 0;
  const split = reshuffledSplit({ train: trials('train'), valid: trials('valid') }, seed, ratio);
  const mixed = new Map(datasets);
  for (const [key, train] of datasets) {
    if (!key.startsWith('train_')) continue;
    const name = key.slice('train_'.length);
    const valid = datasets.get(`valid_${name}`);
    if (valid === undefined) {
      throw dataError(
        'LFADS_DATA_MISSING_KEY',
        `${path} has "${key}" but no "valid_${name}", so its trials cannot be reshuffled.`,
        'Add the other half, take this one out, or leave datamodule.reshuffle_tv_seed out.',
      );
    }
    mixed.set(key, takeTrials(train, valid, split.train));
    mixed.set(`valid_${name}`, takeTrials(train, valid, split.valid));
  }
  return mixed;
}
