import type { Engine, Values } from './engine.js';
import { CpuBackendError } from './errors.js';

type WasmInstructionSet = 'relaxed-simd' | 'simd128';
type Bytes = Uint8Array<ArrayBuffer>;

interface WasmExports {
  memory: WebAssembly.Memory;
  lfads_take(bytes: number): number;
  lfads_reset(): void;
  lfads_run(kernel: number, args: number): number;
}

const inNode = typeof process !== 'undefined' && process.versions?.node !== undefined;

/** @throws CpuBackendError LFADS_CPU_ENGINE_UNAVAILABLE, LFADS_CPU_OPTION for an unknown instruction set */
export async function createWasmEngine(instructionSet: string | undefined): Promise<Engine> {
  if (
    instructionSet !== undefined &&
    instructionSet !== 'relaxed-simd' &&
    instructionSet !== 'simd128'
  ) {
    throw new CpuBackendError(
      'LFADS_CPU_OPTION',
      `LFADS_ISA is "${instructionSet}", but the WebAssembly engine has relaxed-simd and simd128.`,
    );
  }
  const chosen = await chooseModule(instructionSet);
  const { instance } = await WebAssembly.instantiate(chosen.bytes);
  return wasmEngine(instance.exports as unknown as WasmExports, chosen.instructionSet);
}

async function chooseModule(
  wanted: WasmInstructionSet | undefined,
): Promise<{ bytes: Bytes; instructionSet: WasmInstructionSet }> {
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

/**
 * Copies arrays into the module's memory and back: 1 to 2 % of what the kernels take. The memory
 * grows to the need of the largest call and is used again by every call.
 */
function wasmEngine(exports: WasmExports, instructionSet: WasmInstructionSet): Engine {
  const take = (bytes: number): number => {
    const address = exports.lfads_take(bytes);
    if (address === 0) throw new RangeError(`WebAssembly memory: no room for ${bytes} bytes more`);
    return address;
  };
  return {
    name: 'wasm',
    instructionSet,
    threads: 1,
    run: (kernel, inputs, outputs, numbers) => {
      exports.lfads_reset();
      const place = (values: Values | null) => (values === null ? 0 : take(values.byteLength));
      const args = take(8 * (inputs.length + outputs.length + numbers.length));
      const sources = inputs.map(place);
      const targets = outputs.map(place);
      const view = new DataView(exports.memory.buffer);
      [...sources, ...targets].forEach((address, i) => view.setUint32(args + 8 * i, address, true));
      const first = args + 8 * (inputs.length + outputs.length);
      numbers.forEach((number, i) => view.setFloat64(first + 8 * i, number, true));
      inputs.forEach((values, i) => {
        if (values !== null) bytesAt(sources[i]!, values).set(asBytes(values));
      });
      if (exports.lfads_run(kernel, args) !== 0) throw new Error(`no kernel ${kernel}`);
      outputs.forEach((values, i) => {
        if (values !== null) asBytes(values).set(bytesAt(targets[i]!, values));
      });
    },
    allocate: (bytes) => new ArrayBuffer(bytes),
    setThreads: () => {},
  };

  function bytesAt(address: number, values: Values): Uint8Array {
    return new Uint8Array(exports.memory.buffer, address, values.byteLength);
  }
}

const asBytes = (values: Values) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
