import { setFlagsFromString } from 'node:v8';
import type { Engine } from './engine.js';
import { CpuBackendError } from './errors.js';
import { currentAddon, loadAddon } from './native-addon.js';

/** Why the native kernels can run here, or why not. */
export const nativeAddonNote = (): string => currentAddon().note;
export const nativeAddonExists = (): boolean => currentAddon().addon !== undefined;

/** V8 before Node 22 knows relaxed SIMD but keeps it behind a flag. */
export function allowRelaxedSimd(): void {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
}

/** The instruction sets that the addon could use here, best first. */
export const nativeInstructionSets = (): string[] => loadAddon().instructionSets();

export function createNativeEngine(threads: number, instructionSet: string | undefined): Engine {
  const addon = loadAddon();
  const available = addon.instructionSets();
  const chosen = instructionSet ?? available[0]!;
  if (!available.includes(chosen)) {
    throw new CpuBackendError(
      'LFADS_CPU_OPTION',
      `LFADS_ISA is "${chosen}", but this machine has ${available.join(', ')}.`,
    );
  }
  addon.configure(chosen, threads);
  return {
    name: 'native',
    instructionSet: chosen,
    get threads() {
      return threads;
    },
    run: (kernel, inputs, outputs, numbers) => addon.run(kernel, ...inputs, ...outputs, ...numbers),
    allocate: (bytes) => ({ bytes: new Uint8Array(addon.allocate(bytes)) }),
    setThreads: (count) => {
      threads = count;
      addon.configure(chosen, count);
    },
  };
}
