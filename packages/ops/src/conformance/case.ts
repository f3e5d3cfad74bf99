import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { withCompositeOps } from '../fused.js';
import { philox } from '../philox.js';

/** How an input's values are drawn: standard normal, > 0, mostly small counts, or a mask with 70 % ones. */
export type ValueKind = 'normal' | 'positive' | 'counts' | 'mask';

export interface InputSpec {
  shape: number[];
  kind?: ValueKind; // default normal
  scale?: number; // factor of the values, default 1
  fixed?: boolean; // no gradient is asked for
}

/** One operation on inputs of given shapes: what a backend's fused kernel is held to the composite on. */
export interface ConformanceCase {
  /** The operation's name and what is particular about this case. */
  name: string;
  /** The forward kernel that is checked; cases of kernels that a backend lacks can be left out by it. */
  kernel: string;
  /** The gradient kernel, if the operation has one. */
  gradient?: string;
  inputs: Record<string, InputSpec>;
  run(inputs: Record<string, Tensor>): Record<string, Tensor>;
  /** Largest allowed error, relative to the value and to the tensor's largest value. */
  tolerance: { value: number; largest: number };
  /** Runs the forward kernel with `keepActivations: false` under a tape, so that its gradient recomputes. */
  recompute?: boolean;
}

export const EXACT = { value: 0, largest: 0 };
export const FLOAT32 = { value: 1e-4, largest: 1e-5 };

/** A spec's values: the same bits in every run and on every backend. */
export function drawInput(spec: InputSpec, draw: number): Tensor {
  return withCompositeOps(() => drawComposite(spec, draw));
}

function drawComposite({ shape, kind = 'normal', scale = 1 }: InputSpec, draw: number): Tensor {
  const random = { shape, seed: 20160822, stream: 0, step: 0, draw };
  if (kind === 'mask') return philox({ ...random, kind: 'bernoulli', p: 0.7 });
  const normal = philox({ ...random, kind: 'normal' });
  if (kind === 'normal') return tf.mul(normal, scale);
  if (kind === 'positive') return tf.mul(tf.add(tf.abs(normal), 0.2), scale);
  return tf.floor(tf.mul(tf.square(normal), 1.5 * scale));
}
