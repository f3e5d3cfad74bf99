import { CpuBackendError, initCpuBackend } from '@lfads/backend-cpu';
import { setCompositeOps } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';

const INSTRUCTION_SETS = {
  native: ['avx512', 'avx2', 'neon', 'baseline', 'scalar'],
  wasm: ['relaxed-simd', 'simd128'],
} as const;

/** Engines with their instruction sets, and the composite operations on tfjs's plain backend. */
export const ENGINES: readonly string[] = [
  ...Object.entries(INSTRUCTION_SETS).flatMap(([engine, sets]) =>
    sets.map((set) => `${engine} ${set}`),
  ),
  'composite',
];

/**
 * Runs `compute` on one of `ENGINES`; undefined where this machine cannot. On one thread: more would split sums
 * by the processors that a machine has, and every machine should find the same errors.
 */
export async function onEngine<T>(name: string, compute: () => T): Promise<T | undefined> {
  if (name === 'composite') return onComposite(compute);
  const [engine, instructionSet] = name.split(' ') as ['native' | 'wasm', string];
  const asked = { LFADS_CPU: engine, LFADS_ISA: instructionSet, LFADS_THREADS: '1' };
  const before = { ...process.env };
  Object.assign(process.env, asked);
  try {
    await initCpuBackend();
  } catch (error) {
    if (error instanceof CpuBackendError) return undefined;
    throw error;
  } finally {
    for (const variable of Object.keys(asked)) delete process.env[variable];
    Object.assign(process.env, before);
  }
  return compute();
}

async function onComposite<T>(compute: () => T): Promise<T> {
  await tf.setBackend('cpu');
  setCompositeOps(true);
  try {
    return compute();
  } finally {
    setCompositeOps(false);
  }
}
