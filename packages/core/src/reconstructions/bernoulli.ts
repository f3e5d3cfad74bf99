import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { DataSupport, Reconstruction } from '../contracts/index.js';
import { defineReconstruction } from '../registry/index.js';
import { onlyParam, singleParam } from './output-params.js';

/**
 * Bins with a spike or none; one parameter per channel, the logit of the probability p of a spike. A bin
 * that an augmentation moves a second spike into counts as one with a spike.
 */
export class Bernoulli implements Reconstruction {
  readonly nParams = 1;
  readonly support: DataSupport = { min: 0, max: 1, integer: true };

  reshapeOutputParams(raw: tf.Tensor3D): tf.Tensor4D {
    return singleParam(raw);
  }

  /** -x log p - (1 - x) log(1 - p) = log(1 + exp(a)) - x a, nats. */
  computeLoss(data: tf.Tensor3D, params: tf.Tensor4D): tf.Tensor3D {
    const logits = onlyParam(params);
    return tf.sub(tf.softplus(logits), tf.mul(tf.minimum(data, 1), logits));
  }

  computeMeans(params: tf.Tensor4D): tf.Tensor3D {
    return tf.sigmoid(onlyParam(params));
  }

  logRates(params: tf.Tensor4D): tf.Tensor3D {
    return tf.neg(tf.softplus(tf.neg(onlyParam(params))));
  }
}

export const bernoulli = defineReconstruction({
  target: '@lfads/core/Bernoulli',
  summary: 'Bernoulli likelihood of bins with a spike or none.',
  docs: `For bins so short that none holds two spikes; data of other values than 0 and 1 are refused.
One parameter per channel and step, the logit a of the probability p of a spike; the loss is
log(1 + exp(a)) - x a, in nats.`,
  options: z.object({}),
  create: () => new Bernoulli(),
});
