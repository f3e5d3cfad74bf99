import { constant, definePlugin, definePrior, locationScale } from '@lfads/core';
import type { ParameterScope, Prior, StepRandom } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** p(u) = 1 / (pi scale (1 + (u / scale)²)) in each dimension: inputs that are rarely large, but then very. */
class CauchyPrior implements Prior {
  readonly variational = true;
  readonly sampledKl = true;
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
    return locationScale(mean, std);
  }

  /** log q - log p of one sample, nats: summed over dimensions (and time), mean over trials. */
  kl(mean: tf.Tensor, std: tf.Tensor, noise: tf.Tensor): tf.Scalar {
    const sample = this.makePosterior(mean, std).sample(noise);
    const logQ = tf.neg(
      tf.add(tf.log(std), tf.add(tf.mul(0.5, tf.square(noise)), 0.5 * Math.log(2 * Math.PI))),
    );
    const ratio = tf.square(tf.div(sample, tf.exp(this.logscale)));
    const logP = tf.neg(tf.add(tf.add(this.logscale, tf.log1p(ratio)), Math.log(Math.PI)));
    return tf.div(tf.sum(tf.sub(logQ, logP)), mean.shape[0]!);
  }
}

const cauchyPrior = definePrior({
  target: 'lfads-plugin-cauchy-prior/CauchyPrior',
  summary: 'Cauchy prior with independent dimensions; the scale is trained.',
  options: z.object({
    shape: z.int().positive().describe('Number of dimensions (ic_dim or co_dim)'),
    scale: z.number().positive().default(0.1).describe('Initial scale of every dimension'),
  }),
  example: { shape: 4 },
  create: ({ shape, scale }) => new CauchyPrior(shape, scale),
});

export default definePlugin({
  name: 'lfads-plugin-cauchy-prior',
  contractVersion: 1,
  components: [cauchyPrior],
});
