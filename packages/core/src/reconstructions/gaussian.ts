import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { DataSupport, Reconstruction } from '../contracts/index.js';
import { defineReconstruction } from '../registry/index.js';
import { blockParams, eachParam } from './output-params.js';

const MIN_VARIANCE = 1e-6;

/** Normal likelihood of continuous data; two parameters per channel, mean and log-variance. */
export class Gaussian implements Reconstruction {
  readonly nParams = 2;
  readonly support: DataSupport = {};

  reshapeOutputParams(raw: tf.Tensor3D): tf.Tensor4D {
    return blockParams(raw, 2);
  }

  /** (log v + (x - mean)² / v) / 2, without the constant log(2 pi) / 2; v = exp(logvar), at least 1e-6. */
  computeLoss(data: tf.Tensor3D, params: tf.Tensor4D): tf.Tensor3D {
    const [mean, logvar] = eachParam(params);
    const bounded = tf.maximum(logvar!, Math.log(MIN_VARIANCE));
    const scaled = tf.mul(tf.squaredDifference(data, mean!), tf.exp(tf.neg(bounded)));
    return tf.mul(0.5, tf.add(bounded, scaled));
  }

  computeMeans(params: tf.Tensor4D): tf.Tensor3D {
    return eachParam(params)[0]!;
  }
}

export const gaussian = defineReconstruction({
  target: '@lfads/core/Gaussian',
  summary: 'Normal likelihood with a variance for every channel and step.',
  docs: `Two parameters per channel and step, mean m and log-variance; the loss is (log v + (x - m)² / v) / 2 with
v = exp(log-variance), at least 1e-6, without the constant log(2π) / 2.`,
  options: z.object({}),
  create: () => new Gaussian(),
});
