import { currentBackend, describeCpuBackend, type CpuBackendInfo } from './init.js';
import { KERNEL } from './kernel-numbers.js';

export interface SelfTest extends CpuBackendInfo {
  /** Billions of multiplications and additions a second in a float32 matrix product, 0 without an engine. */
  gflops: number;
}

const SIZE = 768;

/** Multiplies matrices for about `seconds` and gives the best speed seen. */
export function selfTest(seconds = 2): SelfTest {
  const info = describeCpuBackend();
  const { engine } = currentBackend('selfTest');
  if (engine === null) return { ...info, gflops: 0 };
  const [a, b, c] = [0.5, 0.25, 0].map((value) => new Float32Array(SIZE * SIZE).fill(value)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const numbers = [1, SIZE, SIZE, SIZE, 0, SIZE, 1, 0, SIZE, 1];
  let best = Infinity;
  const end = performance.now() + seconds * 1000;
  do {
    const start = performance.now();
    engine.run(KERNEL.matMul, [a, b], [c], numbers);
    best = Math.min(best, performance.now() - start);
  } while (performance.now() < end);
  return { ...info, gflops: (2 * SIZE ** 3) / best / 1e6 };
}
