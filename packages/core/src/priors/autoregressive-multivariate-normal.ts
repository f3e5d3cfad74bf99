import { arNormalKl } from '@lfads/ops';
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

export interface AutoregressiveMultivariateNormalOptions {
  /** Initial time constant of every dimension, in bins; trained. */
  tau: number;
  /** Initial variance of the innovations; trained. */
  nvar: number;
  /** D, the number of dimensions. */
  shape: number;
}

/**
 * Stationary AR(1) process in each dimension (Pandarinath et al. 2018, eq. 12 ff.):
 * u[t] = alpha u[t-1] + N(0, nvar), alpha = exp(-1/tau), u[0] ~ N(0, nvar / (1 - alpha²)).
 */
export class AutoregressiveMultivariateNormal implements Prior {
  readonly shape: number;
  readonly variational = true;
  readonly sampledKl = true;
  private logtaus?: tf.Variable<tf.Rank.R1>;
  private lognvars?: tf.Variable<tf.Rank.R1>;

  constructor(private readonly options: AutoregressiveMultivariateNormalOptions) {
    this.shape = options.shape;
  }

  build(scope: ParameterScope): void {
    const { tau, nvar, shape } = this.options;
    this.logtaus = scope.create('logtaus', [shape], constant(Math.log(tau)));
    this.lognvars = scope.create('lognvars', [shape], constant(Math.log(nvar)));
  }

  drawNoise(random: StepRandom, stream: string, shape: readonly number[]): tf.Tensor {
    return random.normal(stream, shape);
  }

  makePosterior(mean: tf.Tensor, std: tf.Tensor): LocationScalePosterior {
    return locationScale(mean, std);
  }

  /**
   * One-sample estimate, summed over time and dimensions, mean over trials.
   * @param mean, std, noise `[B,T,D]`
   */
  kl(mean: tf.Tensor, std: tf.Tensor, noise?: tf.Tensor): tf.Scalar {
    const perTrial = 1 / mean.shape[0]!;
    return arNormalKl(
      mean as tf.Tensor3D,
      std as tf.Tensor3D,
      noise as tf.Tensor3D,
      this.logtaus!,
      this.lognvars!,
      perTrial,
    );
  }
}

export const autoregressiveMultivariateNormal = definePrior({
  target: '@lfads/core/AutoregressiveMultivariateNormal',
  summary: 'First-order autoregressive prior over time, for the inferred inputs.',
  docs: `A stationary process in each dimension, both of whose parameters are trained: u[t] = α u[t-1] + N(0, nvar) with
α = exp(-1 / tau), from u[0] ~ N(0, nvar / (1 - α²)).

Source: Pandarinath et al. 2018, Nature Methods 15, Methods.`,
  example: { tau: 10, nvar: 0.1, shape: 4 },
  options: z.object({
    tau: z.number().positive().default(10).describe('Initial time constant, bins'),
    nvar: z.number().positive().default(0.1).describe('Initial variance of the innovations'),
    shape: z.int().nonnegative().describe('Number of dimensions (co_dim)'),
  }),
  create: (options) => new AutoregressiveMultivariateNormal(options),
});
