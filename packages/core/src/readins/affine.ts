import { linear } from '@lfads/ops';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import type { Initializer, ParameterScope, Readin, Readout } from '../contracts/index.js';

export interface AffineOptions {
  inFeatures: number;
  outFeatures: number;
  initialWeight: Initializer;
  initialBias: Initializer;
  trainable?: boolean;
}

/** y = W x + b along the last axis, with parameters `weight` `[out, in]` and `bias` `[out]`. */
export class Affine implements Readin, Readout {
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly trainable: boolean;
  private weight?: Variable;
  private bias?: Variable;

  constructor(private readonly options: AffineOptions) {
    this.inFeatures = options.inFeatures;
    this.outFeatures = options.outFeatures;
    this.trainable = options.trainable ?? true;
  }

  build(scope: ParameterScope): void {
    const { inFeatures, outFeatures, initialWeight, initialBias } = this.options;
    const { trainable } = this;
    this.weight = scope.create('weight', [outFeatures, inFeatures], initialWeight, { trainable });
    this.bias = scope.create('bias', [outFeatures], initialBias, { trainable });
  }

  /** @param data `[B,T,in]` */
  apply(data: Tensor3D): Tensor3D {
    return linear(data, this.weight as Tensor as Tensor2D, this.bias as Tensor as Tensor1D) as Tensor3D;
  }
}
