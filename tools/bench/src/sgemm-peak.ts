import { describeCpuBackend } from '@lfads/backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

/** Of square matrices that fit the caches; tfjs's own kernels take seconds for the larger ones. */
const SIZES = { native: [256, 512, 768, 1024], wasm: [256, 512, 768], js: [256] };

export interface SgemmPeak {
  gflops: number;
  /** Rows and columns of the matrices that were multiplied at this speed. */
  size: number;
}

/** The best speed that the engine and threads in use reach in a float32 product of square random matrices. */
export function sgemmPeak(seconds: number): SgemmPeak {
  const sizes = SIZES[describeCpuBackend().engine];
  return sizes
    .map((size) => ({ size, gflops: bestSpeed(size, seconds / sizes.length) }))
    .reduce(faster);
}

export const faster = (a: SgemmPeak, b: SgemmPeak) => (b.gflops > a.gflops ? b : a);

function bestSpeed(size: number, seconds: number): number {
  const [a, b] = [tf.randomUniform([size, size], -1, 1), tf.randomUniform([size, size], -1, 1)];
  let best = Infinity;
  const end = performance.now() + 1000 * seconds;
  do {
    const start = performance.now();
    tf.tidy(() => void tf.matMul(a, b));
    best = Math.min(best, performance.now() - start);
  } while (performance.now() < end);
  tf.dispose([a, b]);
  return (2 * size ** 3) / best / 1e6;
}
