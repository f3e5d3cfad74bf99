import type { Engine } from './engine.js';
import { CpuBackendError } from './errors.js';

export async function createWasmEngine(_instructionSet: string | undefined): Promise<Engine> {
  throw new CpuBackendError('LFADS_CPU_ENGINE_UNAVAILABLE', 'the WebAssembly modules are not built. Run "npm run build:wasm".');
}
