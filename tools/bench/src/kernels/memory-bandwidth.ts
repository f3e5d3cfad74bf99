import * as tf from '@tensorflow/tfjs-core';
import { kernelTimes } from './kernel-times.js';

/** Each array is far larger than the caches. */
const ELEMENTS = 24 * 2 ** 20;

/** The most GB/s that the engine's own kernels read and write: summing up an array, negating it, adding two. */
export function memoryBandwidth(seconds: number, elements = ELEMENTS): number {
  const [a, b] = [tf.ones([elements]), tf.ones([elements])];
  const passes = [
    { kernel: 'sum', run: () => void tf.sum(a) },
    { kernel: 'unary', run: () => void tf.neg(a) },
    { kernel: 'binary', run: () => void tf.add(a, b) },
  ];
  const speeds = passes.flatMap(({ kernel, run }) =>
    kernelTimes(run, [kernel], seconds / passes.length).map(({ bytes, ms }) => bytes / ms / 1e6),
  );
  tf.dispose([a, b]);
  return Math.max(...speeds);
}
