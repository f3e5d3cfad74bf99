import type { DataSplit, SessionInfo } from '@lfads/core';
import type { File } from 'h5wasm/node';
import { dataError } from '../errors.js';
import { withH5 } from '../h5/open.js';
import { findDataset, requireDataset } from '../h5/read.js';
import { readFloat32, readNumbers } from '../h5/read-dataset.js';
import { formatShape } from '../h5/types.js';
import { checkFinite } from './finite.js';
import { sessionName } from './find-files.js';
import type { ResolvedOptions } from './options.js';
import { reshuffledSplit, takeTrials } from './reshuffle.js';
import { sampleValidationMask } from './sample-validation.js';
import type { SessionData, SplitData } from './session-data.js';
import { checkShapes } from './shape-checks.js';
import { type TrialArray, withoutFirstSteps } from './trial-array.js';

type RawSplit = Map<string, TrialArray>;

/** What the maps of several sessions start from: read wherever a file has it, asked for or not. */
const ALIGNMENT = ['readin_weight', 'readout_bias'];

/** Reads one file, checks it, and brings it into the form that batches are cut from. */
export function loadSession(
  path: string,
  session: number,
  options: ResolvedOptions,
): Promise<SessionData> {
  return withH5(path, 'r', (file) => {
    const read = (split: DataSplit) => readSplit(file, path, split, options);
    const train = read('train');
    const valid = read('valid');
    const test = findDataset(file, 'test_encod_data') ? read('test') : undefined;
    const raw = { train, valid, ...(test && { test }) };
    const info = { name: sessionName(path), path, ...checkShapes(path, raw) };
    checkIcSegment(path, info.encodSteps, options);
    const mixed = { ...raw, ...reshuffle({ train, valid }, options) };
    const factor = conversionFactor(file, path);
    const splits = mapValues(mixed, (arrays, split) => ({
      ...finishSplit(arrays, options, factor),
      svMask: sampleValidationMask(session, split, arrays.get('encod_data')!.shape, options),
    }));
    const aligned = ALIGNMENT.filter((key) => findDataset(file, key));
    const attributes = new Map(
      [...new Set([...options.attrKeys, ...aligned])].map((key) => [
        key,
        readNumbers(path, key, requireDataset(file, path, key)),
      ]),
    );
    return {
      info: {
        ...info,
        trials: mapValues(splits, ({ trials }) => trials),
        ...reshuffling(options),
      },
      splits,
      attributes,
    };
  });
}

function readSplit(file: File, path: string, split: DataSplit, options: ResolvedOptions): RawSplit {
  const arrays: RawSplit = new Map();
  const readKey = (name: string, needed: boolean, allowNan: boolean) => {
    const key = `${split}_${name}`;
    const dataset = needed ? requireDataset(file, path, key) : findDataset(file, key);
    if (dataset === undefined) return;
    const array = { shape: dataset.shape ?? [], data: readFloat32(path, key, dataset) };
    checkFinite({ path, key }, array, allowNan);
    arrays.set(name, shared(arrays.get('encod_data'), array));
  };
  readKey('encod_data', true, options.allowNan);
  readKey('recon_data', split !== 'test', options.allowNan);
  readKey('ext_input', false, false);
  readKey('truth', false, true);
  if (split !== 'test') for (const key of options.batchKeys) readKey(key, true, true);
  return arrays;
}

/** The first array when both hold the same: most files store the counts twice. */
function shared(first: TrialArray | undefined, second: TrialArray): TrialArray {
  if (first === undefined || `${first.shape}` !== `${second.shape}`) return second;
  for (let i = 0; i < first.data.length; i++) {
    if (!Object.is(first.data[i], second.data[i])) return second;
  }
  return first;
}

function reshuffle(raw: { train: RawSplit; valid: RawSplit }, options: ResolvedOptions) {
  if (options.reshuffleTvSeed === undefined) return raw;
  const trials = (split: RawSplit) => split.get('encod_data')!.shape[0]!;
  const split = reshuffledSplit(
    { train: trials(raw.train), valid: trials(raw.valid) },
    options.reshuffleTvSeed,
    options.reshuffleTvRatio,
  );
  const take = (order: Uint32Array): RawSplit => {
    const mixed: RawSplit = new Map();
    for (const [key, array] of raw.train) {
      const rows = takeTrials(array, raw.valid.get(key)!, order);
      mixed.set(key, shared(mixed.get('encod_data'), rows));
    }
    return mixed;
  };
  return { train: take(split.train), valid: take(split.valid) };
}

const reshuffling = (o: ResolvedOptions): Pick<SessionInfo, 'reshuffle'> =>
  o.reshuffleTvSeed === undefined
    ? {}
    : {
        reshuffle: {
          seed: o.reshuffleTvSeed,
          ...(o.reshuffleTvRatio !== undefined && { ratio: o.reshuffleTvRatio }),
        },
      };

function finishSplit(
  arrays: RawSplit,
  options: ResolvedOptions,
  factor: number,
): Omit<SplitData, 'svMask'> {
  const encod = arrays.get('encod_data')!;
  const ext = arrays.get('ext_input');
  const truth = arrays.get('truth');
  return {
    trials: encod.shape[0]!,
    encod,
    recon: arrays.get('recon_data'),
    ext: ext && withoutFirstSteps(ext, options.dmIcEncSeqLen),
    truth: truth && { shape: truth.shape, data: truth.data.map((value) => value / factor) },
    extra: options.batchKeys.flatMap((key) => arrays.get(key) ?? []),
  };
}

/** What `truth` is divided by to be in the target's units per bin; 1 when the file does not say. */
function conversionFactor(file: File, path: string): number {
  const dataset = findDataset(file, 'conversion_factor');
  if (dataset === undefined) return 1;
  const { data } = readNumbers(path, 'conversion_factor', dataset);
  const factor = data[0];
  if (data.length !== 1 || factor === undefined || !(factor > 0) || !Number.isFinite(factor)) {
    throw dataError(
      'LFADS_DATA_WRONG_TYPE',
      `${path}: "conversion_factor" should be one positive number, but is ${formatShape(dataset.shape ?? [])}: ${[...data.slice(0, 4)].join(', ')}.`,
      'It is what "truth" is divided by, e.g. 100 for rates in spikes/s and bins of 10 ms.',
    );
  }
  return factor;
}

function checkIcSegment(
  path: string,
  encodSteps: number,
  { dmIcEncSeqLen }: ResolvedOptions,
): void {
  if (dmIcEncSeqLen < encodSteps) return;
  throw dataError(
    'LFADS_DATA_OPTIONS',
    `datamodule.dm_ic_enc_seq_len is ${dmIcEncSeqLen}, but the encoder data of ${path} have only ${encodSteps} steps.`,
  );
}

const mapValues = <T, R>(
  splits: Partial<Record<DataSplit, T>>,
  map: (value: T, split: DataSplit) => R,
): Partial<Record<DataSplit, R>> =>
  Object.fromEntries(
    Object.entries(splits).map(([split, value]) => [split, map(value, split as DataSplit)]),
  );
