import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { ParameterScope } from './parameters.js';

/** A size that a part was made for; `auto`: the one that its place in the model asks for. */
export type FeatureSize = number | 'auto';

/** What a part's place in the model asks it to map from and to. */
export interface PlaceSizes {
  inFeatures: number;
  outFeatures: number;
}

/** Maps a session's encoder data `[B,T,channels]` to the encoders' `[B,T,encod_data_dim]`. */
export interface Readin {
  /** Sizes this part was made for; undefined: takes any and gives what it takes (identity). */
  readonly inFeatures?: FeatureSize;
  readonly outFeatures?: FeatureSize;
  /** Whether it has trainable parameters: only then is the data's gradient computed. */
  readonly trainable: boolean;
  build(scope: ParameterScope, sizes: PlaceSizes): void;
  apply(data: Tensor3D): Tensor3D;
}

/** Maps factors `[B,T,fac_dim]` to the raw output parameters `[B,T,N*P]` of a session. */
export interface Readout {
  readonly inFeatures?: FeatureSize;
  readonly outFeatures?: FeatureSize;
  build(scope: ParameterScope, sizes: PlaceSizes): void;
  apply(factors: Tensor3D): Tensor3D;
}
