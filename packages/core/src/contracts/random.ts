import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * The random draws of one training or inference step: counter-based (Philox), so that they depend only
 * on the run's seed, the stream's name, the step and how many draws that stream has given in this step.
 */
export interface StepRandom {
  /** Standard normal draws. */
  normal(stream: string, shape: readonly number[]): Tensor;
  /** Uniform draws in [0, 1). */
  uniform(stream: string, shape: readonly number[]): Tensor;
  /** A bool tensor, 1 with probability `p`. */
  bernoulli(stream: string, shape: readonly number[], p: number): Tensor;
}
