import type { Scalar, Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { ParameterScope } from './parameters.js';

/** What data a likelihood is defined on; checked against the file before training starts. */
export interface DataSupport {
  min?: number;
  max?: number;
  /** Values must be greater than this. */
  above?: number;
  integer?: boolean;
  /** Zero is allowed whatever the other limits say. */
  orZero?: boolean;
}

/** The observation model of one session: P parameters per channel and step, data `[B,T,N]`. */
export interface Reconstruction {
  /** P, the number of distribution parameters per channel. */
  readonly nParams: number;
  readonly support: DataSupport;
  /** Creates the likelihood's own parameters, if any, for N channels. */
  build?(scope: ParameterScope, channels: number): void;
  /** Splits the read-out's `[B,T,N*P]` (P contiguous blocks of N) into `[B,T,N,P]`. */
  reshapeOutputParams(raw: Tensor3D): Tensor4D;
  /** Negative log-likelihood (or other loss) per element, `[B,T,N]`. */
  computeLoss(data: Tensor3D, params: Tensor4D): Tensor3D;
  /** Means of the output distribution (rates), `[B,T,N]`, data units per bin. */
  computeMeans(params: Tensor4D): Tensor3D;
  /** A penalty on the likelihood's own parameters, added to L2. */
  computeL2?(): Scalar;
  /**
   * The elementwise loss summed and multiplied by `scale`, in one pass; its gradient is stopped where
   * `gradMask` (bool `[B,t,n]`, padded with ones) is 0. Optional: the same numbers, faster.
   */
  summedLoss?(data: Tensor3D, params: Tensor4D, scale: number, gradMask?: Tensor): Scalar;
  /** log of the predicted counts, `[B,T,N]`; count likelihoods give it, for bits/spike. */
  logRates?(params: Tensor4D): Tensor3D;
}
