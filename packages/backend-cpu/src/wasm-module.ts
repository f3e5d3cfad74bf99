import { CpuBackendError } from './errors.js';
import { inNode } from './platform.js';

export type WasmInstructionSet = 'relaxed-simd' | 'simd128';
type Bytes = Uint8Array<ArrayBuffer>;

export interface ChosenModule {
  bytes: Bytes;
  instructionSet: WasmInstructionSet;
}

/** @throws CpuBackendError LFADS_CPU_ENGINE_UNAVAILABLE, LFADS_CPU_OPTION for an unknown instruction set */
export async function chooseModule(wanted: string | undefined): Promise<ChosenModule> {
  if (wanted !== undefined && wanted !== 'relaxed-simd' && wanted !== 'simd128') {
    throw new CpuBackendError(
      'LFADS_CPU_OPTION',
      `LFADS_ISA is "${wanted}", but the WebAssembly engine has relaxed-simd and simd128.`,
    );
  }
  if (wanted !== 'simd128') {
    const bytes = await load(() => import('#wasm/relaxed'));
    if (await validates(bytes)) return { bytes, instructionSet: 'relaxed-simd' };
    if (wanted) throw unavailable('this JavaScript engine has no relaxed SIMD');
  }
  const bytes = await load(() => import('#wasm/simd'));
  if (WebAssembly.validate(bytes)) return { bytes, instructionSet: 'simd128' };
  throw unavailable('this JavaScript engine has no WebAssembly SIMD');
}

async function validates(bytes: Bytes): Promise<boolean> {
  if (WebAssembly.validate(bytes)) return true;
  if (!inNode) return false;
  const { allowRelaxedSimd } = await import('./node-engine.js');
  allowRelaxedSimd();
  return WebAssembly.validate(bytes);
}

async function load(module: () => Promise<{ base64: string }>): Promise<Bytes> {
  try {
    const { base64 } = await module();
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch (cause) {
    throw unavailable('the WebAssembly modules are not built; run "npm run build:wasm"', cause);
  }
}

const unavailable = (why: string, cause?: unknown) =>
  new CpuBackendError('LFADS_CPU_ENGINE_UNAVAILABLE', `the engine "wasm" cannot run: ${why}.`, {
    cause,
  });

/** The import of the memory: module "env", field "memory", kind 2, then its flags: 3, a maximum and shared. */
const MEMORY_IMPORT = [3, ...ascii('env'), 6, ...ascii('memory'), 2];

/** The same module for a memory of its own: a page that is not cross-origin isolated has no shared one. */
export function withUnsharedMemory(bytes: Bytes): Bytes {
  const at = bytes.findIndex((_, i) => MEMORY_IMPORT.every((byte, j) => bytes[i + j] === byte));
  const copy = bytes.slice();
  copy[at + MEMORY_IMPORT.length] = 1;
  return copy;
}

function ascii(text: string): number[] {
  return Array.from(text, (char) => char.charCodeAt(0));
}
