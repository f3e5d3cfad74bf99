import { poissonNll, poissonNllSum } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Reconstruction } from '../contracts/index.js';
import { defineReconstruction } from '../registry/index.js';
import { onlyParam, singleParam } from './output-params.js';

/**
 * Spike counts: one parameter per channel, the log of the expected count per bin. The loss is the negative
 * log-likelihood with Stirling's formula for log(x!) where x > 1, nats.
 */
export class Poisson implements Reconstruction {
  readonly nParams = 1;
  readonly support = { min: 0, integer: true };

  reshapeOutputParams(raw: tf.Tensor3D): tf.Tensor4D {
    return singleParam(raw);
  }

  computeLoss(data: tf.Tensor3D, params: tf.Tensor4D): tf.Tensor3D {
    return poissonNll(onlyParam(params), data) as tf.Tensor3D;
  }

  summedLoss(
    data: tf.Tensor3D,
    params: tf.Tensor4D,
    scale: number,
    gradMask?: tf.Tensor,
  ): tf.Scalar {
    return poissonNllSum(onlyParam(params), data, {
      scale,
      ...(gradMask === undefined ? {} : { gradMask: gradMask as tf.Tensor3D }),
    });
  }

  computeMeans(params: tf.Tensor4D): tf.Tensor3D {
    return tf.exp(onlyParam(params));
  }

  logRates(params: tf.Tensor4D): tf.Tensor3D {
    return onlyParam(params);
  }
}

export const poisson = defineReconstruction({
  target: '@lfads/core/Poisson',
  summary: 'Poisson likelihood of spike counts.',
  options: z.object({}),
  create: () => new Poisson(),
});
