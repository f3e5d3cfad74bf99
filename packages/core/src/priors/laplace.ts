import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type {
  LocationScalePosterior,
  ParameterScope,
  Prior,
  StepRandom,
} from '../contracts/index.js';
import { constant } from '../parameters/index.js';
import { definePrior } from '../registry/index.js';
import { locationScale } from './location-scale.js';

export interface LaplaceOptions {
  /** Initial location of every dimension; trained. */
  loc: number;
  /** Initial scale of every dimension; trained. */
  scale: number;
  /** D, the number of dimensions. */
  shape: number;
}

/** Independent Laplace dimensions, p(u) = exp(-|u - loc| / scale) / (2 scale); posteriors are Laplace too. */
export class Laplace implements Prior {
  readonly shape: number;
  readonly variational = true;
  readonly sampledKl = false;
  private loc?: tf.Variable<tf.Rank.R1>;
  private logscale?: tf.Variable<tf.Rank.R1>;

  constructor(private readonly options: LaplaceOptions) {
    this.shape = options.shape;
  }

  build(scope: ParameterScope): void {
    const { loc, scale, shape } = this.options;
    this.loc = scope.create('loc', [shape], constant(loc));
    this.logscale = scope.create('logscale', [shape], constant(Math.log(scale)));
  }

  /** Standard Laplace draws: log(U / V) of two uniform draws, whose negative logs are exponential. */
  drawNoise(random: StepRandom, stream: string, shape: readonly number[]): tf.Tensor {
    const exponential = () => tf.log(tf.sub(1, random.uniform(stream, shape)));
    return tf.tidy(() => tf.sub(exponential(), exponential()));
  }

  makePosterior(loc: tf.Tensor, scale: tf.Tensor): LocationScalePosterior {
    return locationScale(loc, scale);
  }

  /**
   * log(b/s) + |d|/b + (s/b) exp(-|d|/s) - 1 with s the posterior's scale, b the prior's and d the distance
   * of their locations; summed over dimensions, mean over trials (and time, for `[B,T,D]`).
   */
  kl(loc: tf.Tensor, scale: tf.Tensor): tf.Scalar {
    return tf.tidy(() => {
      const distance = tf.abs(tf.sub(loc, this.loc!));
      const expected = tf.add(distance, tf.mul(scale, tf.exp(tf.neg(tf.div(distance, scale)))));
      const inPriorScales = tf.mul(expected, tf.exp(tf.neg(this.logscale!)));
      const logRatio = tf.sub(this.logscale!, tf.log(scale));
      const terms = tf.sub(tf.add(logRatio, inPriorScales), 1);
      return tf.mul(tf.sum(terms), this.shape / loc.size) as tf.Scalar;
    });
  }
}

export const laplace = definePrior({
  target: '@lfads/core/Laplace',
  summary:
    'Laplace prior with independent dimensions, for sparse inputs; location and scale are trained.',
  docs: `Posteriors are Laplace distributions too: what the encoder or controller gives as their standard
deviation is their scale. Of two Laplace distributions the KL divergence has a closed form
([Meyer 2021](https://arxiv.org/abs/1911.02088), appendix), so nothing is estimated from samples.`,
  example: { shape: 4 },
  options: z.object({
    loc: z.number().default(0).describe('Initial location of every dimension'),
    scale: z.number().positive().default(0.1).describe('Initial scale of every dimension'),
    shape: z.int().nonnegative().describe('Number of dimensions (ic_dim or co_dim)'),
  }),
  create: (options) => new Laplace(options),
});
