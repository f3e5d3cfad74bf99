import { normalizeRows } from '@lfads/ops';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { defineReadinReadout } from '../registry/index.js';
import { Affine } from './affine.js';
import { uniformFanIn } from './initial-values.js';
import { fromConfig, type LinearOptions, linearOptions } from './linear-options.js';

/**
 * y = W x + b with every row of W divided by its norm: how LFADS reads factors out of its generator, so
 * that no scale is shared between the two sides. Starts as a linear layer of PyTorch does.
 */
export class KernelNormalizedLinear extends Affine {
  constructor(options: LinearOptions = {}) {
    super({ ...options, initialWeight: uniformFanIn, initialBias: uniformFanIn });
  }

  protected override matrix(weight: Tensor2D): Tensor2D {
    return normalizeRows(weight);
  }
}

export const kernelNormalizedLinear = defineReadinReadout({
  target: '@lfads/core/KernelNormalizedLinear',
  summary: 'Affine map whose outputs each weigh their inputs with a vector of norm 1.',
  options: linearOptions,
  create: (options) => new KernelNormalizedLinear(fromConfig(options)),
});
