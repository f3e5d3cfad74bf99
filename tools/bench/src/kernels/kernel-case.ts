import { philox } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Workload } from '../workloads.js';

/** Calls of fused kernels at a workload's shapes. */
export interface KernelCase {
  name: string;
  /** Sizes, for people. */
  shape: string;
  /** The kernels whose times are of interest. */
  kernels: string[];
  run: () => void;
}

export type KernelCases = (workload: Workload) => KernelCase[];

export const values = <T extends Tensor = Tensor>(...shape: number[]) =>
  tf.randomUniform(shape, -0.2, 0.2) as Tensor as T;

export const positives = <T extends Tensor = Tensor>(...shape: number[]) =>
  tf.randomUniform(shape, 0.5, 1) as Tensor as T;

let draws = 0;

const draw = (shape: number[], p: number) =>
  philox({ kind: 'bernoulli', shape, p, seed: 0, stream: 0, step: 0, draw: draws++ });

export const keep = <T extends Tensor = Tensor>(...shape: number[]) => draw(shape, 0.7) as T;

export const counts = <T extends Tensor = Tensor>(...shape: number[]) =>
  tf.cast(draw(shape, 0.1), 'float32') as T;

/** A forward pass and the gradient of everything that `inputs` holds. */
export function withGradient<T extends Record<string, Tensor>>(
  inputs: T,
  forward: (inputs: T) => Tensor,
): () => void {
  const names = Object.keys(inputs);
  const gradients = tf.grads((...tensors: Tensor[]) =>
    forward(Object.fromEntries(tensors.map((tensor, i) => [names[i], tensor])) as T),
  );
  return () => void gradients(Object.values(inputs));
}
