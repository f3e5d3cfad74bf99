import { Matrix, pseudoInverse } from 'ml-matrix';
import {
  LfadsError,
  type DataAttribute,
  type DataModule,
  type FeatureSize,
} from '../contracts/index.js';

/** An affine map by its weight `[out, in]` and bias `[out]`, row-major; rows that are not given are zero. */
export interface AffineMap {
  inFeatures: number;
  outFeatures: FeatureSize;
  weight: ArrayLike<number>;
  bias: ArrayLike<number>;
}

/** The alignment of one session with the others: `readin_weight` W `[N,F]` and `readout_bias` b `[N]`. */
interface Alignment {
  weight: Matrix;
  bias: Matrix; // [1,N]
}

const fault = (data: DataModule, session: number, what: string): LfadsError =>
  new LfadsError(
    'LFADS_MODEL_ALIGNMENT',
    `${data.sessions[session]!.path} ${what}, which pcr_init starts the session's maps from.`,
    'Add readin_weight and readout_bias to the files, or set pcr_init to false.',
  );

const readAlignment = (data: DataModule, session: number): Alignment => {
  const read = (key: string, rank: number): DataAttribute => {
    const found = data.attribute?.(session, key);
    if (found === undefined) throw fault(data, session, `gives no ${key}`);
    if (found.shape.length === rank) return found;
    throw fault(data, session, `gives a ${key} of rank ${found.shape.length} instead of ${rank}`);
  };
  const weight = read('readin_weight', 2);
  const bias = read('readout_bias', 1);
  const [channels, features] = weight.shape as [number, number];
  if (bias.shape[0] !== channels) {
    throw fault(
      data,
      session,
      `gives ${channels} channels of readin_weight and ${bias.shape[0]} of readout_bias`,
    );
  }
  return {
    weight: Matrix.from1DArray(channels, features, Array.from(weight.data)),
    bias: Matrix.from1DArray(1, channels, Array.from(bias.data)),
  };
};

const affineMap = (weight: Matrix, bias: Matrix): AffineMap => ({
  inFeatures: weight.columns,
  outFeatures: weight.rows,
  weight: weight.to1DArray(),
  bias: bias.to1DArray(),
});

/** From a session's channels to the shared space: (x - b) W. */
export const alignedReadin = (data: DataModule, session: number): AffineMap => {
  const { weight, bias } = readAlignment(data, session);
  return affineMap(weight.transpose(), bias.mmul(weight).mul(-1));
};

/** From the shared space to a session's channels: y pinv(W) + b. */
export const alignedReadout = (data: DataModule, session: number): AffineMap => {
  const { weight, bias } = readAlignment(data, session);
  return affineMap(pseudoInverse(weight).transpose(), bias);
};
