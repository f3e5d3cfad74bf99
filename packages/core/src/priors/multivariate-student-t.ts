import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type {
  LocationScalePosterior,
  ParameterScope,
  Prior,
  StepRandom,
} from '../contracts/index.js';
import { definePrior } from '../registry/index.js';
import { constant } from '../parameters/index.js';
import { locationScale } from './location-scale.js';

export interface MultivariateStudentTOptions {
  /** Initial location of every dimension; trained. */
  loc: number;
  /** Initial scale of every dimension; trained. */
  scale: number;
  /** Degrees of freedom of prior and posterior; fixed. */
  df: number;
  /** D, the number of dimensions. */
  shape: number;
}

/** Independent Student-t dimensions, heavier-tailed than the normal prior. The KL is a one-sample estimate. */
export class MultivariateStudentT implements Prior {
  readonly shape: number;
  readonly variational = true;
  readonly sampledKl = true;
  private loc?: tf.Variable<tf.Rank.R1>;
  private logscale?: tf.Variable<tf.Rank.R1>;

  constructor(private readonly options: MultivariateStudentTOptions) {
    this.shape = options.shape;
  }

  build(scope: ParameterScope): void {
    const { loc, scale, shape } = this.options;
    this.loc = scope.create('loc', [shape], constant(loc));
    this.logscale = scope.create('logscale', [shape], constant(Math.log(scale)));
  }

  /** Standard t draws by the polar method (Bailey 1994): sqrt(df (U^(-2/df) - 1)) cos(2 pi V). */
  drawNoise(random: StepRandom, stream: string, shape: readonly number[]): tf.Tensor {
    const { df } = this.options;
    return tf.tidy(() => {
      const u = tf.sub(1, random.uniform(stream, shape));
      const angle = tf.mul(2 * Math.PI, random.uniform(stream, shape));
      const radius = tf.sqrt(tf.mul(df, tf.expm1(tf.mul(-2 / df, tf.log(u)))));
      return tf.mul(radius, tf.cos(angle));
    });
  }

  makePosterior(loc: tf.Tensor, scale: tf.Tensor): LocationScalePosterior {
    return locationScale(loc, scale);
  }

  /**
   * log q(s) - log p(s) of s = loc + scale * noise, summed over dimensions, mean over trials (and time).
   * Both have the same degrees of freedom, so that the densities' constants cancel.
   */
  kl(loc: tf.Tensor, scale: tf.Tensor, noise?: tf.Tensor): tf.Scalar {
    return tf.tidy(() => {
      const sample = locationScale(loc, scale).sample(noise!);
      const standardized = tf.div(tf.sub(sample, this.loc!), tf.exp(this.logscale!));
      const logQ = tf.add(tf.log(scale), this.tail(noise!));
      const logP = tf.add(this.logscale!, this.tail(standardized));
      return tf.mul(tf.sum(tf.sub(logP, logQ)), this.shape / loc.size) as tf.Scalar;
    });
  }

  /** -log of the standard t density at x, without its constant. */
  private tail(x: tf.Tensor): tf.Tensor {
    const { df } = this.options;
    return tf.mul((df + 1) / 2, tf.log1p(tf.div(tf.square(x), df)));
  }
}

export const multivariateStudentT = definePrior({
  target: '@lfads/core/MultivariateStudentT',
  summary: 'Student-t prior with independent dimensions; location and scale are trained.',
  docs: `Heavier-tailed than the normal prior. Its KL divergence has no closed form; it is estimated from one sample.`,
  example: { loc: 0, scale: 0.3, df: 5, shape: 64 },
  options: z.object({
    loc: z.number().default(0).describe('Initial location of every dimension'),
    scale: z.number().positive().describe('Initial scale of every dimension'),
    df: z.number().positive().describe('Degrees of freedom'),
    shape: z.int().nonnegative().describe('Number of dimensions (ic_dim or co_dim)'),
  }),
  create: (options) => new MultivariateStudentT(options),
});
