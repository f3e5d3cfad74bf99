import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { ParameterScope } from './parameters.js';
import type { StepRandom } from './random.js';

/** A posterior whose sample is `mean + std * noise`, with standard noise drawn up front. */
export interface LocationScalePosterior {
  sample(noise: Tensor): Tensor;
}

/** A prior over the initial condition (`[B,D]`) or the controller's outputs (`[B,T,D]`). */
export interface Prior {
  /** Size of the last axis that this prior was made for; undefined: any (Null). */
  readonly shape?: number;
  /** False for Null: nothing is sampled, and the KL is 0. */
  readonly variational: boolean;
  /** Creates the prior's parameters. Called once, before training. */
  build(scope: ParameterScope): void;
  /** Standard draws of the posterior family, of the given shape. */
  drawNoise(random: StepRandom, stream: string, shape: readonly number[]): Tensor;
  /**
   * False when a posterior's sample is not `mean + std * noise`: the decoder then runs step by step, as
   * its fused loop samples in that way. Default true.
   */
  readonly locationScale?: boolean;
  makePosterior(mean: Tensor, std: Tensor): LocationScalePosterior;
  /** Whether `kl` is an estimate from one sample and wants `noise`. */
  readonly sampledKl: boolean;
  /**
   * KL of the posterior from the prior, nats, reduced to a scalar as the prior defines.
   * @param mean, std [B,D] or [B,T,D]
   * @param noise of mean's shape; given when `sampledKl`
   */
  kl(mean: Tensor, std: Tensor, noise?: Tensor): Scalar;
}
