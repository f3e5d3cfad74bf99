import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { ParameterScope } from './parameters.js';

/** Maps a session's encoder data `[B,T,channels]` to the encoders' `[B,T,encod_data_dim]`. */
export interface Readin {
  /** Sizes this part was made for; undefined: takes and gives any (identity). */
  readonly inFeatures?: number;
  readonly outFeatures?: number;
  /** Whether it has trainable parameters: only then is the data's gradient computed. */
  readonly trainable: boolean;
  build(scope: ParameterScope): void;
  apply(data: Tensor3D): Tensor3D;
}

/** Maps factors `[B,T,fac_dim]` to the raw output parameters `[B,T,N*P]` of a session. */
export interface Readout {
  readonly inFeatures?: number;
  readonly outFeatures?: number;
  build(scope: ParameterScope): void;
  apply(factors: Tensor3D): Tensor3D;
}
