import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Reconstruction } from '../contracts/index.js';
import { defineReconstruction } from '../registry/index.js';
import { onlyParam, singleParam } from './output-params.js';

/**
 * Poisson loss in bits per spike, relative to a constant rate per channel (its mean in the batch), with the
 * sign of a loss: negative is better than the constant rate.
 */
export class PoissonBPS implements Reconstruction {
  readonly nParams = 1;
  readonly support = { min: 0, integer: true };

  reshapeOutputParams(raw: tf.Tensor3D): tf.Tensor4D {
    return singleParam(raw);
  }

  /** (exp(a) - x a) - (r - x log r), over log 2 times the batch's mean count; log(x!) cancels. */
  computeLoss(data: tf.Tensor3D, params: tf.Tensor4D): tf.Tensor3D {
    return tf.tidy(() => {
      const logRates = onlyParam(params);
      const nullRates = tf.mean(data, [0, 1], true);
      const nullLogRates = tf.log(tf.add(nullRates, 1e-8));
      const overNull = tf.sub(
        tf.sub(tf.exp(logRates), nullRates),
        tf.mul(data, tf.sub(logRates, nullLogRates)),
      );
      return tf.div(overNull, tf.mul(Math.LN2, tf.mean(nullRates)));
    });
  }

  computeMeans(params: tf.Tensor4D): tf.Tensor3D {
    return tf.exp(onlyParam(params));
  }

  logRates(params: tf.Tensor4D): tf.Tensor3D {
    return onlyParam(params);
  }
}

export const poissonBps = defineReconstruction({
  target: '@lfads/core/PoissonBPS',
  summary: 'Poisson likelihood measured in bits per spike.',
  docs: `Relative to a constant rate per channel, its mean in the batch, and with the sign of a loss: negative is
better than the constant rate.`,
  options: z.object({}),
  create: () => new PoissonBPS(),
});
