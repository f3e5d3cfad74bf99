import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { DataSupport, Reconstruction } from '../contracts/index.js';
import { defineReconstruction } from '../registry/index.js';
import { onlyParam, singleParam } from './output-params.js';

/** Squared error; one parameter per channel, the mean. */
export class MSE implements Reconstruction {
  readonly nParams = 1;
  readonly support: DataSupport = {};

  reshapeOutputParams(raw: tf.Tensor3D): tf.Tensor4D {
    return singleParam(raw);
  }

  computeLoss(data: tf.Tensor3D, params: tf.Tensor4D): tf.Tensor3D {
    return tf.squaredDifference(data, onlyParam(params));
  }

  computeMeans(params: tf.Tensor4D): tf.Tensor3D {
    return onlyParam(params);
  }
}

export const mse = defineReconstruction({
  target: '@lfads/core/MSE',
  summary: 'Mean squared error, for continuous data.',
  options: z.object({}),
  create: () => new MSE(),
});
