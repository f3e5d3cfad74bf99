import { gammaln, withoutGradient } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { DataSupport, Reconstruction } from '../contracts/index.js';
import { defineReconstruction } from '../registry/index.js';
import { logRisingFactorial } from './log-rising-factorial.js';
import { blockParams, eachParam } from './output-params.js';

/** Beyond these a dispersion makes no difference that float32 could show. */
const LOG_DISPERSION_BOUNDS = [-16, 16] as const;

/**
 * Counts whose variance exceeds their mean: Var x = m + d m², the form NB2 of Cameron & Trivedi (1986);
 * the Poisson distribution for d = 0. Two parameters per channel, the logs of the mean m and of the
 * dispersion d; the latter is held between -16 and 16.
 */
export class NegativeBinomial implements Reconstruction {
  readonly nParams = 2;
  readonly support: DataSupport = { min: 0, integer: true };

  reshapeOutputParams(raw: tf.Tensor3D): tf.Tensor4D {
    return blockParams(raw, 2);
  }

  /**
   * With r = 1/d: log x! - log(Gamma(x + r) / (Gamma(r) r^x)) - x log m + (x + r) log(1 + m/r), nats.
   */
  computeLoss(data: tf.Tensor3D, params: tf.Tensor4D): tf.Tensor3D {
    return tf.tidy(() => {
      const [logMean, unbounded] = eachParam(params);
      const logDispersion = tf.clipByValue(unbounded!, ...LOG_DISPERSION_BOUNDS);
      const size = tf.exp(tf.neg(logDispersion)); // r
      const logFactorial = withoutGradient(() => gammaln(tf.add(data, 1)));
      const excess = tf.softplus(tf.add(logMean!, logDispersion)); // log(1 + m/r)
      const mixed = tf.sub(tf.mul(tf.add(data, size), excess), logRisingFactorial(data, size));
      return tf.add(tf.sub(logFactorial, tf.mul(data, logMean!)), mixed) as tf.Tensor3D;
    });
  }

  computeMeans(params: tf.Tensor4D): tf.Tensor3D {
    return tf.exp(this.logRates(params));
  }

  logRates(params: tf.Tensor4D): tf.Tensor3D {
    return eachParam(params)[0]!;
  }
}

export const negativeBinomial = defineReconstruction({
  target: '@lfads/core/NegativeBinomial',
  summary: 'Negative binomial likelihood of spike counts that vary more than Poisson ones.',
  docs: `The variance is m + d m² (the form NB2 of [Cameron & Trivedi 1986](https://doi.org/10.1002/jae.3950010104)).
Two parameters per channel and step, log m and log d, so that the read-out has 2 N outputs: N of log m, then N
of log d. As d goes to 0 the loss becomes that of the Poisson distribution, with log x! in full.`,
  options: z.object({}),
  create: () => new NegativeBinomial(),
});
