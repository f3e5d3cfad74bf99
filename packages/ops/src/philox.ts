import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { OpError } from './errors.js';
import { hasFused, runKernel } from './fused.js';
import { PHILOX } from './kernels.js';
import { philoxWords } from './philox-words.js';

export interface PhiloxOptions {
  /** bernoulli: bool, 1 with probability p; uniform: [0, 1); normal: standard normal. */
  kind: 'bernoulli' | 'uniform' | 'normal';
  shape: readonly number[];
  /** Probability of a 1, for bernoulli only. */
  p?: number;
  /** The four numbers that name a draw, each a uint32. */
  seed: number;
  stream: number;
  step: number;
  draw: number;
}

/**
 * Counter-based random numbers: the same (seed, stream, step, draw) gives the same tensor on every
 * backend and for any number of threads (`normal` up to float32 rounding of log, sin, cos).
 * The generator is Philox4x32-10 (Salmon et al. 2011). No gradient.
 *
 * @returns float32, or bool for bernoulli, of the given shape
 * @throws OpError (LFADS_OPS_OPTION) if a number is no uint32, or p is missing or outside [0, 1]
 */
export function philox(options: PhiloxOptions): Tensor {
  const { kind, seed, stream, step, draw } = options;
  for (const [name, value] of Object.entries({ seed, stream, step, draw })) {
    if (value >>> 0 === value) continue;
    const message = `${name} must be an integer in [0, 2^32), got ${value}`;
    throw new OpError('LFADS_OPS_OPTION', 'philox', message);
  }
  const p = kind === 'bernoulli' ? options.p : 1;
  if (p === undefined || !(p >= 0 && p <= 1)) {
    throw new OpError('LFADS_OPS_OPTION', 'philox', `p must be in [0, 1], got ${p}`);
  }
  const shape = [...options.shape];
  if (hasFused(PHILOX)) {
    return runKernel(PHILOX, {}, { kind, shape, p, seed, stream, step, draw })[0]!;
  }
  const size = shape.reduce((product, length) => product * length, 1);
  const words = philoxWords(seed, stream, step, draw, Math.ceil(size / 4));
  if (kind === 'bernoulli') return tf.tensor(bernoulli(words, size, p), shape, 'bool');
  return tf.tensor(kind === 'uniform' ? uniform(words, size) : normal(words, size), shape);
}

function bernoulli(words: Uint32Array, size: number, p: number): Uint8Array {
  const threshold = Math.round(p * 2 ** 32);
  const values = new Uint8Array(size);
  for (let i = 0; i < size; i++) values[i] = words[i]! < threshold ? 1 : 0;
  return values;
}

function uniform(words: Uint32Array, size: number): Float32Array {
  const values = new Float32Array(size);
  for (let i = 0; i < size; i++) values[i] = (words[i]! >>> 8) * 2 ** -24;
  return values;
}

/** Box & Muller (1958), on pairs of words. */
function normal(words: Uint32Array, size: number): Float32Array {
  const values = new Float32Array(words.length);
  for (let i = 0; i < words.length; i += 2) {
    const u = ((words[i]! >>> 8) + 1) * 2 ** -24;
    const w = (words[i + 1]! >>> 8) * 2 ** -24;
    const radius = Math.sqrt(-2 * Math.log(u));
    values[i] = radius * Math.cos(2 * Math.PI * w);
    values[i + 1] = radius * Math.sin(2 * Math.PI * w);
  }
  return values.subarray(0, size);
}
