import { linear } from '@lfads/ops';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { ParameterScope } from '../contracts/index.js';
import { varianceScaling, zeros } from '../parameters/index.js';

/** An affine map with weight `[out, in]` and bias `[out]`. */
export interface LinearLayer {
  weight: Tensor2D;
  bias: Tensor1D;
}

export const createLinear = (
  scope: ParameterScope,
  inFeatures: number,
  outFeatures: number,
): LinearLayer => ({
  weight: scope.create(
    'weight',
    [outFeatures, inFeatures],
    varianceScaling(inFeatures),
  ) as Tensor2D,
  bias: scope.create('bias', [outFeatures], zeros) as Tensor1D,
});

/** `[..., in]` to `[..., out]`. */
export const applyLinear = <T extends Tensor>(layer: LinearLayer, x: T): T =>
  linear(x, layer.weight, layer.bias) as Tensor as T;
