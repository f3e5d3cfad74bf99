import { constant, definePlugin, definePrior, locationScale } from '../index.js';
import type { ParameterScope, Prior, StepRandom } from '../index.js';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** Sparse inferred inputs: p(u) = exp(-|u| / scale) / (2 scale) in each dimension; posteriors are normal. */
class LaplacePrior implements Prior {
  readonly variational = true;
  readonly sampledKl = true; // no closed form: `kl` estimates it from one sample
  private logscale!: tf.Variable;

  constructor(
    readonly shape: number,
    private readonly scale: number,
  ) {}

  build(scope: ParameterScope): void {
    this.logscale = scope.create('logscale', [this.shape], constant(Math.log(this.scale)));
  }

  drawNoise(random: StepRandom, stream: string, shape: readonly number[]): tf.Tensor {
    return random.normal(stream, shape);
  }

  makePosterior(mean: tf.Tensor, std: tf.Tensor) {
    return locationScale(mean, std); // sample = mean + std * noise
  }

  /** log q - log p of one sample: sum over dimensions, mean over trials (and time). */
  kl(mean: tf.Tensor, std: tf.Tensor, noise: tf.Tensor): tf.Scalar {
    const sample = this.makePosterior(mean, std).sample(noise);
    const halfSquare = tf.mul(0.5, tf.square(noise));
    const logQ = tf.neg(tf.add(tf.add(tf.log(std), halfSquare), Math.log(2 * Math.PI) / 2));
    const distance = tf.div(tf.abs(sample), tf.exp(this.logscale));
    const logP = tf.neg(tf.add(tf.add(distance, this.logscale), Math.LN2));
    return tf.mul(tf.sum(tf.sub(logQ, logP)), this.shape / mean.size);
  }
}

export default definePlugin({
  name: 'lfads-plugin-laplace',
  contractVersion: 1,
  components: [
    definePrior({
      target: 'lfads-plugin-laplace/LaplacePrior',
      summary: 'Laplace prior with independent dimensions; the scale is trained.',
      options: z.object({
        shape: z.int().positive().describe('Number of dimensions (ic_dim or co_dim)'),
        scale: z.number().positive().default(1).describe('Initial scale'),
      }),
      create: ({ shape, scale }) => new LaplacePrior(shape, scale),
    }),
  ],
});
