import { linear } from '@lfads/ops';
import type { Rank, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import type { Initializer, ParameterScope, Readin, Readout } from '../contracts/index.js';

export interface AffineOptions {
  inFeatures: number;
  outFeatures: number;
  initialWeight: Initializer;
  initialBias: Initializer;
  trainable?: boolean;
  /** False: nobody wants the gradient of its input, as when that is data. */
  inputGradient?: boolean;
}

/** y = W x + b along the last axis, with parameters `weight` `[out, in]` and `bias` `[out]`. */
export class Affine implements Readin, Readout {
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly trainable: boolean;
  private weight?: Variable<Rank.R2>;
  private bias?: Variable<Rank.R1>;

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
    const { inputGradient = true } = this.options;
    return linear(data, this.weight!, this.bias!, { inputGradient });
  }
}
