import { linear } from '@lfads/ops';
import type { Rank, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import type {
  FeatureSize,
  Initializer,
  ParameterScope,
  PlaceSizes,
  Readin,
  Readout,
} from '../contracts/index.js';

export interface AffineOptions {
  /** Default: `auto`. */
  inFeatures?: FeatureSize;
  /** Default: `auto`. */
  outFeatures?: FeatureSize;
  /** By the size of its input. */
  initialWeight: (inFeatures: number) => Initializer;
  initialBias: (inFeatures: number) => Initializer;
  /** Default: true. */
  bias?: boolean;
  /** Default: true. */
  trainable?: boolean;
  /** False: nobody wants the gradient of its input, as when that is data. */
  inputGradient?: boolean;
}

/** y = W x + b along the last axis, with parameters `weight` `[out, in]` and, if wanted, `bias` `[out]`. */
export class Affine implements Readin, Readout {
  readonly inFeatures: FeatureSize;
  readonly outFeatures: FeatureSize;
  readonly trainable: boolean;
  private weight?: Variable<Rank.R2>;
  private bias?: Variable<Rank.R1>;

  constructor(private readonly options: AffineOptions) {
    this.inFeatures = options.inFeatures ?? 'auto';
    this.outFeatures = options.outFeatures ?? 'auto';
    this.trainable = options.trainable ?? true;
  }

  build(scope: ParameterScope, sizes: PlaceSizes): void {
    const { initialWeight, initialBias, bias = true } = this.options;
    const { trainable } = this;
    const inFeatures = this.inFeatures === 'auto' ? sizes.inFeatures : this.inFeatures;
    const outFeatures = this.outFeatures === 'auto' ? sizes.outFeatures : this.outFeatures;
    const weightShape = [outFeatures, inFeatures];
    this.weight = scope.create('weight', weightShape, initialWeight(inFeatures), { trainable });
    if (bias) {
      this.bias = scope.create('bias', [outFeatures], initialBias(inFeatures), { trainable });
    }
  }

  /** @param data `[B,T,in]` */
  apply(data: Tensor3D): Tensor3D {
    const { inputGradient = true } = this.options;
    return linear(data, this.matrix(this.weight!), this.bias, { inputGradient });
  }

  /** W as it is multiplied. */
  protected matrix(weight: Tensor2D): Tensor2D {
    return weight;
  }
}
