import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { hasFused, registerFusedGradient, runFused, runKernel } from './fused.js';
import { SCALED_NOISE, SCALED_NOISE_GRAD } from './kernels.js';
import { stopGradient } from './no-gradient.js';
import { checkSameShape } from './shapes.js';

/**
 * A sample of a location-scale family, mean + std * noise. No gradient flows to the noise.
 *
 * @param mean, std, noise of one shape
 * @throws OpError (LFADS_OPS_SHAPE) if the shapes differ
 */
export function scaledNoise<T extends Tensor>(mean: T, std: T, noise: T): T {
  checkSameShape('scaledNoise', ['mean', mean], ['std', std]);
  checkSameShape('scaledNoise', ['mean', mean], ['noise', noise]);
  if (hasFused(SCALED_NOISE, SCALED_NOISE_GRAD)) {
    return runFused(SCALED_NOISE, { mean, std, noise }, {}, ['noise'])[0] as T;
  }
  return tf.tidy(() => tf.add(mean, tf.mul(std, stopGradient(noise))));
}

registerFusedGradient(SCALED_NOISE, ({ inputs: { noise }, dys: [dy] }) => {
  const [std] = runKernel(SCALED_NOISE_GRAD, { noise, dy }, {});
  return { mean: tf.clone(dy!), std: std! };
});
