import type { Engine, Values } from './engine.js';
import type { WasmMemory } from './wasm-memory.js';
import type { WasmScratch } from './wasm-scratch.js';

export interface WasmExports {
  __heap_base: WebAssembly.Global;
  __stack_pointer: WebAssembly.Global;
  lfads_ready(): number;
  lfads_let_caller_sleep(): void;
  lfads_scratch(begin: number, end: number): void;
  lfads_take(bytes: number): number;
  lfads_run(kernel: number, args: number, threads: number): number;
}

/** Calls kernels: arrays in the module's memory go by address, others are copied in and out. */
export function kernelCaller(
  exports: WasmExports,
  memory: WasmMemory,
  scratch: WasmScratch,
  threads: () => number,
): Engine['run'] {
  const stack: unknown = exports.__stack_pointer.value;
  const take = (bytes: number) => exports.lfads_take(bytes) >>> 0;
  const place = (values: Values | null) => {
    if (values === null) return 0;
    return memory.holds(values) ? values.byteOffset : take(values.byteLength);
  };
  const copied = (values: Values | null): values is Values =>
    values !== null && !memory.holds(values);
  const bytesAt = (address: number, values: Values) =>
    new Uint8Array(memory.buffer, address, values.byteLength);

  return (kernel, inputs, outputs, numbers) => {
    exports.__stack_pointer.value = stack; // a call that ended in an exception left its frames
    const { begin, end } = scratch.first();
    exports.lfads_scratch(begin, end);
    const args = take(8 * (inputs.length + outputs.length + numbers.length));
    const sources = inputs.map(place);
    const targets = outputs.map(place);
    const view = new DataView(memory.buffer);
    [...sources, ...targets].forEach((address, i) => view.setUint32(args + 8 * i, address, true));
    const first = args + 8 * (inputs.length + outputs.length);
    numbers.forEach((number, i) => view.setFloat64(first + 8 * i, number, true));
    inputs.forEach((values, i) => {
      if (copied(values)) bytesAt(sources[i]!, values).set(asBytes(values));
    });
    if (exports.lfads_run(kernel, args, threads()) !== 0) throw new Error(`no kernel ${kernel}`);
    outputs.forEach((values, i) => {
      if (copied(values)) asBytes(values).set(bytesAt(targets[i]!, values));
    });
  };
}

const asBytes = (values: Values) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
