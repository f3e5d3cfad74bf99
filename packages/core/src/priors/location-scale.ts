import { scaledNoise } from '@lfads/ops';
import type * as tf from '@tensorflow/tfjs-core';
import type { LocationScalePosterior } from '../contracts/index.js';

/** The posterior whose sample is `mean + std * noise`. */
export const locationScale = (mean: tf.Tensor, std: tf.Tensor): LocationScalePosterior => ({
  sample: (noise) => scaledNoise(mean, std, noise),
});
