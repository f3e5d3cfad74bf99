import { profileKernels } from '@lfads/backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

/** One call of a kernel. */
export interface KernelTime {
  kernel: string;
  /** The least that a call took. */
  ms: number;
  /** In matrix products. */
  flops: number;
  /** Of what the call reads and writes. */
  bytes: number;
}

const FEWEST_RUNS = 3;

/** Repeats `run` for so many seconds and gives the kernels' least times. */
export function kernelTimes(
  run: () => void,
  kernels: readonly string[],
  seconds: number,
): KernelTime[] {
  const best = new Map<string, KernelTime>();
  const end = performance.now() + 1000 * seconds;
  for (let i = 0; i < FEWEST_RUNS || performance.now() < end; i++) {
    for (const { name, calls, ms, flops, bytes } of profileKernels(() => tf.tidy(run)).kernels) {
      if (ms / calls >= (best.get(name)?.ms ?? Infinity)) continue;
      best.set(name, {
        kernel: name,
        ms: ms / calls,
        flops: flops / calls,
        bytes: bytes / calls,
      });
    }
  }
  return kernels.flatMap((name) => best.get(name) ?? []);
}
