import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { fileURLToPath } from 'node:url';
import type { Engine, Values } from './engine.js';
import { CpuBackendError } from './errors.js';

interface Addon {
  run(kernel: number, ...args: (Values | number | null)[]): void;
  instructionSets(): string[];
  configure(instructionSet: string, threads: number): void;
  allocate(bytes: number): ArrayBuffer;
}

const addonPath = fileURLToPath(new URL('../build/lfads_cpu.node', import.meta.url));

export const nativeAddonExists = (): boolean => existsSync(addonPath);
export const processorCount = availableParallelism;

/** V8 before Node 22 knows relaxed SIMD but keeps it behind a flag. */
export function allowRelaxedSimd(): void {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
}

/** The instruction sets that the addon could use here, best first. */
export const nativeInstructionSets = (): string[] => loadAddon().instructionSets();

function loadAddon(): Addon {
  if (!nativeAddonExists()) {
    throw new CpuBackendError(
      'LFADS_CPU_ENGINE_UNAVAILABLE',
      `the native kernels are not built (no ${addonPath}). With a C++ compiler installed, "npx nx build @lfads/backend-cpu" builds them; or use the engine "wasm".`,
    );
  }
  try {
    return createRequire(import.meta.url)(addonPath) as Addon;
  } catch (cause) {
    throw new CpuBackendError(
      'LFADS_CPU_ENGINE_UNAVAILABLE',
      `the native kernels in ${addonPath} cannot be loaded.`,
      { cause },
    );
  }
}

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
    allocate: (bytes) => addon.allocate(bytes),
    setThreads: (count) => {
      threads = count;
      addon.configure(chosen, count);
    },
  };
}
