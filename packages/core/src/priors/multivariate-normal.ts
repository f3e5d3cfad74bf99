import { normalKl } from '@lfads/ops';
import type * as tf from '@tensorflow/tfjs-core';
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

export interface MultivariateNormalOptions {
  /** Initial value of every mean; trained. */
  mean: number;
  /** Variance of every dimension; fixed. */
  variance: number;
  /** D, the number of dimensions. */
  shape: number;
}

/** N(mean, diag(variance)), with an analytic KL of normal posteriors. */
export class MultivariateNormal implements Prior {
  readonly shape: number;
  readonly variational = true;
  readonly sampledKl = false;
  private mean?: tf.Variable<tf.Rank.R1>;
  private logvar?: tf.Variable<tf.Rank.R1>;

  constructor(private readonly options: MultivariateNormalOptions) {
    this.shape = options.shape;
  }

  build(scope: ParameterScope): void {
    const { mean, variance, shape } = this.options;
    this.mean = scope.create('mean', [shape], constant(mean));
    this.logvar = scope.create('logvar', [shape], constant(Math.log(variance)), {
      trainable: false,
    });
  }

  drawNoise(random: StepRandom, stream: string, shape: readonly number[]): tf.Tensor {
    return random.normal(stream, shape);
  }

  makePosterior(mean: tf.Tensor, std: tf.Tensor): LocationScalePosterior {
    return locationScale(mean, std);
  }

  /** Summed over dimensions, mean over trials (and time, for `[B,T,D]`). */
  kl(mean: tf.Tensor, std: tf.Tensor): tf.Scalar {
    return normalKl(mean, std, this.mean!, this.logvar!, this.shape / mean.size);
  }
}

export const multivariateNormal = definePrior({
  target: '@lfads/core/MultivariateNormal',
  summary: 'Normal prior with independent dimensions; the mean is trained, the variance is fixed.',
  example: { mean: 0, variance: 0.1, shape: 64 },
  options: z.object({
    mean: z.number().default(0).describe('Initial mean of every dimension'),
    variance: z.number().positive().default(0.1).describe('Variance of every dimension'),
    shape: z.int().nonnegative().describe('Number of dimensions (ic_dim or co_dim)'),
  }),
  create: (options) => new MultivariateNormal(options),
});
