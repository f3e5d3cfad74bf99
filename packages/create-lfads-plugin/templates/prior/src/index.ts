import { constant, definePlugin, definePrior, locationScale } from '@lfads/core';
import type { ParameterScope, Prior, StepRandom } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** p(u) = exp(-|u| / scale) / (2 scale) in each dimension: most values small, a few large. */
class LaplacePrior implements Prior {
  readonly variational = true;
  readonly sampledKl = true; // no closed form: kl() estimates it from one sample
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
    return locationScale(mean, std); // a sample is mean + std * noise
  }

  /**
   * log q - log p of one sample, nats: summed over dimensions (and time), mean over trials.
   *
   * @param mean, std, noise [trials, dimensions] or [trials, time, dimensions]
   */
  kl(mean: tf.Tensor, std: tf.Tensor, noise: tf.Tensor): tf.Scalar {
    const sample = this.makePosterior(mean, std).sample(noise);
    const logQ = tf.neg(tf.add(tf.log(std), tf.add(tf.mul(0.5, tf.square(noise)), 0.5 * LOG_2_PI)));
    const distance = tf.div(tf.abs(sample), tf.exp(this.logscale));
    const logP = tf.neg(tf.add(distance, tf.add(this.logscale, Math.LN2)));
    return tf.div(tf.sum(tf.sub(logQ, logP)), mean.shape[0]!);
  }
}

const LOG_2_PI = Math.log(2 * Math.PI);

const templatePart = definePrior({
  target: 'lfads-plugin-template/TemplatePart',
  summary: 'Laplace prior with independent dimensions; the scale is trained.',
  options: z.object({
    shape: z.int().positive().describe('Number of dimensions (ic_dim or co_dim)'),
    scale: z.number().positive().default(0.3).describe('Initial scale of every dimension'),
  }),
  example: { shape: 4 },
  create: ({ shape, scale }) => new LaplacePrior(shape, scale),
});

export default definePlugin({
  name: 'lfads-plugin-template',
  contractVersion: 1,
  components: [templatePart],
});
