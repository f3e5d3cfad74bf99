import * as tf from '@tensorflow/tfjs-core';
import type { LocationScalePosterior } from '../contracts/index.js';

/** The posterior whose sample is `mean + std * noise`. */
export const locationScale = (mean: tf.Tensor, std: tf.Tensor): LocationScalePosterior => ({
  sample: (noise) => tf.add(mean, tf.mul(std, noise)),
});
