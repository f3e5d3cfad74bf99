import type { DataSplit, SessionInfo } from '@lfads/core';
import { dataError } from '../errors.js';
import { formatShape } from '../h5/types.js';
import type { TrialArray } from './trial-array.js';

type Shapes = ReadonlyMap<string, Pick<TrialArray, 'shape'>>;
type Sizes = Pick<
  SessionInfo,
  'encodSteps' | 'encodChannels' | 'reconSteps' | 'reconChannels' | 'extInputDim'
>;

const AXES = ['trials', 'time steps', 'channels'];
const MODEL_KEYS = new Set(['encod_data', 'recon_data', 'ext_input', 'truth']);

/**
 * Checks one file's arrays against each other; keys are without their split.
 *
 * @returns the sizes that the splits share
 * @throws LFADS_DATA_WRONG_RANK, LFADS_DATA_NO_TRIALS, LFADS_DATA_SHAPE_MISMATCH
 */
export function checkShapes(
  path: string,
  splits: { train: Shapes; valid: Shapes } & Partial<Record<DataSplit, Shapes>>,
): Sizes {
  for (const [split, arrays] of Object.entries(splits)) checkSplit(path, split, arrays);
  for (const [split, arrays] of Object.entries(splits)) {
    if (split !== 'train') checkAgainstTrain(path, split, arrays, splits.train);
  }
  const [, encodSteps = 0, encodChannels = 0] = splits.train.get('encod_data')!.shape;
  const [, reconSteps = 0, reconChannels = 0] = splits.train.get('recon_data')!.shape;
  const extInputDim = splits.train.get('ext_input')?.shape[2] ?? 0;
  return { encodSteps, encodChannels, reconSteps, reconChannels, extInputDim };
}

function checkSplit(path: string, split: string, arrays: Shapes): void {
  const key = (name: string) => `"${split}_${name}" (${formatShape(arrays.get(name)!.shape)})`;
  for (const [name, { shape }] of arrays) {
    if (MODEL_KEYS.has(name)) checkAxes(path, `${split}_${name}`, shape);
  }
  const [trials, steps] = arrays.get('encod_data')!.shape;
  for (const [name, { shape }] of arrays) {
    if (shape[0] !== trials) {
      throw mismatch(path, `${key('encod_data')} and ${key(name)} differ in trials (axis 0)`);
    }
  }
  const recon = arrays.get('recon_data')?.shape;
  if (recon !== undefined && recon[1]! < steps!) {
    throw mismatch(
      path,
      `${key('encod_data')} has more time steps (axis 1) than ${key('recon_data')}`,
      'What the encoder sees must be the beginning of what is reconstructed.',
    );
  }
  const truth = arrays.get('truth')?.shape;
  if (truth !== undefined && recon !== undefined && `${truth}` !== `${recon}`) {
    throw mismatch(path, `${key('truth')} must have the shape of ${key('recon_data')}`);
  }
  const ext = arrays.get('ext_input')?.shape;
  if (ext !== undefined && ext[1] !== steps && ext[1] !== recon?.[1]) {
    throw mismatch(
      path,
      `${key('ext_input')} must have as many time steps (axis 1) as ${key('encod_data')}${recon ? ` or ${key('recon_data')}` : ''}`,
    );
  }
}

function checkAxes(path: string, key: string, shape: readonly number[]): void {
  if (shape.length !== 3) {
    throw dataError(
      'LFADS_DATA_WRONG_RANK',
      `${path}: "${key}" has ${shape.length} axes (${formatShape(shape)}), but needs 3: trials x time x channels.`,
      shape.length === 2
        ? 'Cut a continuous recording into trials, or add an axis of length 1.'
        : undefined,
    );
  }
  const empty = shape.indexOf(0);
  if (empty !== -1) {
    throw dataError(
      'LFADS_DATA_NO_TRIALS',
      `${path}: "${key}" has no ${AXES[empty]} (${formatShape(shape)}).`,
    );
  }
}

function checkAgainstTrain(path: string, split: string, arrays: Shapes, train: Shapes): void {
  if (arrays.has('ext_input') !== train.has('ext_input')) {
    const [has, lacks] = train.has('ext_input') ? ['train', split] : [split, 'train'];
    throw mismatch(path, `there is "${has}_ext_input", but no "${lacks}_ext_input"`);
  }
  for (const [name, { shape }] of arrays) {
    const expected = train.get(name)?.shape;
    if (expected === undefined) continue;
    const axis = shape.findIndex((size, i) => i > 0 && size !== expected[i]);
    if (axis === -1 && shape.length === expected.length) continue;
    const what = AXES[axis] ?? 'axes';
    throw mismatch(
      path,
      `"train_${name}" (${formatShape(expected)}) and "${split}_${name}" (${formatShape(shape)}) differ in ${what} (axis ${axis})`,
      'The splits of a session hold the same channels over the same time.',
    );
  }
}

const mismatch = (path: string, what: string, hint?: string) =>
  dataError('LFADS_DATA_SHAPE_MISMATCH', `${path}: ${what}.`, hint);
