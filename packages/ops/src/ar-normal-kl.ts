import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { hasFused, nameOutputs, registerFusedGradient, runFused, runKernel } from './fused.js';
import { AR_NORMAL_KL, AR_NORMAL_KL_GRAD } from './kernels.js';
import { stopGradient } from './no-gradient.js';
import { checkShapes } from './shapes.js';

const LOG_2PI = Math.log(2 * Math.PI);

/**
 * scale times log q(s) - log p(s) of one sample s = mean + std * noise, summed over everything, where
 * q = N(mean, std²) and p is a stationary first-order autoregressive process (Pandarinath et al. 2018):
 *
 *     s[0] ~ N(0, v / (1 - alpha²))   s[t] ~ N(alpha s[t-1], v)   alpha = exp(-1 / exp(logtaus))   v = exp(lognvars)
 *
 * The gradient passes through the sample; none flows to `noise`.
 *
 * @param mean [B,T,D]
 * @param std [B,T,D], > 0
 * @param noise [B,T,D], standard normal draws
 * @param logtaus [D], log of the autocorrelation's time constant in steps
 * @param lognvars [D], log of the innovations' variance
 * @returns a scalar, in nats times `scale`
 * @throws OpError (LFADS_OPS_SHAPE) naming the argument that does not fit
 */
export function arNormalKl(
  mean: Tensor3D,
  std: Tensor3D,
  noise: Tensor3D,
  logtaus: Tensor1D,
  lognvars: Tensor1D,
  scale: number,
): Scalar {
  checkShapes('arNormalKl', [
    ['mean', mean, 'B T D'],
    ['std', std, 'B T D'],
    ['noise', noise, 'B T D'],
    ['logtaus', logtaus, 'D'],
    ['lognvars', lognvars, 'D'],
  ]);
  if (hasFused(AR_NORMAL_KL, AR_NORMAL_KL_GRAD)) {
    const inputs = { mean, std, noise, logtaus, lognvars };
    return runFused(AR_NORMAL_KL, inputs, { scale }, ['noise'])[0] as Scalar;
  }
  const draws = stopGradient(noise);
  return tf.tidy(() => {
    const sample = tf.add<Tensor3D>(mean, tf.mul(std, draws));
    const logPosterior = normalLogDensity(draws, tf.mul(2, tf.log(std)));
    const difference = tf.sub(tf.sum(logPosterior), arLogDensity(sample, logtaus, lognvars));
    return tf.mul<Scalar>(difference, scale);
  });
}

function arLogDensity(sample: Tensor3D, logtaus: Tensor1D, lognvars: Tensor1D): Scalar {
  const steps = sample.shape[1];
  const rate = tf.exp(tf.neg(logtaus));
  const alpha = tf.exp(tf.neg(rate));
  const firstLogvar = tf.sub(lognvars, tf.log(tf.neg(tf.expm1(tf.mul(-2, rate)))));
  const first = tf.slice(sample, [0, 0, 0], [-1, 1, -1]);
  const density = tf.sum(standardized(first, firstLogvar)) as Scalar;
  if (steps === 1) return density;
  const before = tf.slice(sample, [0, 0, 0], [-1, steps - 1, -1]);
  const after = tf.slice(sample, [0, 1, 0], [-1, steps - 1, -1]);
  const innovations = tf.sub<Tensor3D>(after, tf.mul(alpha, before));
  return tf.add(density, tf.sum(standardized(innovations, lognvars)));
}

/** Log density of zero-mean normal values with the given log-variances. */
function standardized(x: Tensor3D, logvar: tf.Tensor): tf.Tensor {
  return normalLogDensity(tf.mul(x, tf.exp(tf.mul(-0.5, logvar))), logvar);
}

function normalLogDensity(z: tf.Tensor, logvar: tf.Tensor): tf.Tensor {
  return tf.mul(-0.5, tf.add(tf.add(tf.square(z), logvar), LOG_2PI));
}

registerFusedGradient(AR_NORMAL_KL, ({ inputs, dys: [dy], attrs }) =>
  nameOutputs(
    ['mean', 'std', 'logtaus', 'lognvars'],
    runKernel(AR_NORMAL_KL_GRAD, { ...inputs, dy }, attrs),
  ),
);
