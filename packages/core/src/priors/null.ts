import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { LocationScalePosterior, Prior, StepRandom } from '../contracts/index.js';
import { definePrior } from '../registry/index.js';

/** No prior: the model is deterministic, posterior means are passed on and the KL is 0. */
export class Null implements Prior {
  readonly variational = false;
  readonly sampledKl = false;

  build(): void {}

  drawNoise(_random: StepRandom, _stream: string, shape: readonly number[]): tf.Tensor {
    return tf.zeros([...shape]);
  }

  makePosterior(mean: tf.Tensor): LocationScalePosterior {
    return { sample: () => mean };
  }

  kl(): tf.Scalar {
    return tf.scalar(0);
  }
}

export const nullPrior = definePrior({
  target: '@lfads/core/Null',
  summary: 'No prior, for models that are not variational.',
  options: z.object({}),
  create: () => new Null(),
});
