import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Reconstruction } from '../contracts/index.js';
import { defineReconstruction } from '../registry/index.js';
import { gammaNll } from './gamma-nll.js';
import { blockParams, eachParam } from './output-params.js';

/** Gamma likelihood of positive data (rectified EMG); two parameters per channel, log shape and log rate. */
export class Gamma implements Reconstruction {
  readonly nParams = 2;
  readonly support = { above: 0 };

  reshapeOutputParams(raw: tf.Tensor3D): tf.Tensor4D {
    return blockParams(raw, 2);
  }

  computeLoss(data: tf.Tensor3D, params: tf.Tensor4D): tf.Tensor3D {
    const [logShape, logRate] = eachParam(params);
    return gammaNll(data, tf.exp(logShape!), tf.exp(logRate!), logRate!);
  }

  computeMeans(params: tf.Tensor4D): tf.Tensor3D {
    const [logShape, logRate] = eachParam(params);
    return tf.exp(tf.sub(logShape!, logRate!));
  }
}

export const gamma = defineReconstruction({
  target: '@lfads/core/Gamma',
  summary: 'Gamma likelihood of positive continuous data.',
  options: z.object({}),
  create: () => new Gamma(),
});
