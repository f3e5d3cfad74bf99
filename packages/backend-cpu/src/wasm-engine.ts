import type { Engine } from './engine.js';
import { canShareMemory, inNode, maySleep } from './platform.js';
import { kernelCaller, type WasmExports } from './wasm-call.js';
import { LINE, MAX_PAGES, WasmMemory } from './wasm-memory.js';
import { chooseModule, withUnsharedMemory } from './wasm-module.js';
import { WasmScratch } from './wasm-scratch.js';
import { WasmWorkers } from './wasm-workers.js';

export interface WasmOptions {
  instructionSet: string | undefined;
  threads: number;
  /** Pages of 64 KiB that the memory may grow to. */
  maximumPages?: number;
}

export interface WasmEngine extends Engine {
  /** Why there are fewer threads than asked for. */
  readonly problem: string | undefined;
}

/** Room for the module's own data. */
const INITIAL_PAGES = 64;
const UNSHARED =
  'memory cannot be shared between threads here; a browser shares it on pages that are cross-origin isolated';

/** @throws CpuBackendError LFADS_CPU_ENGINE_UNAVAILABLE, LFADS_CPU_OPTION for an unknown instruction set */
export async function createWasmEngine(options: WasmOptions): Promise<WasmEngine> {
  const { bytes, instructionSet } = await chooseModule(options.instructionSet);
  const shared = canShareMemory();
  const maximum = options.maximumPages ?? MAX_PAGES;
  const module = await WebAssembly.compile(shared ? bytes : withUnsharedMemory(bytes));
  const memory = new WasmMemory(
    new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum, shared }),
    maximum,
  );
  const scratch = new WasmScratch(memory);
  const env = {
    memory: memory.memory,
    more_scratch: (bytes: number) => scratch.next(bytes >>> 0),
    scratch_end: () => scratch.end(),
  };
  const { exports: all } = await WebAssembly.instantiate(module, { env });
  const exports = all as unknown as WasmExports;
  giveHeap(memory, exports);
  let { threads } = options;
  const workers = shared
    ? await WasmWorkers.create(module, memory, exports.lfads_ready())
    : undefined;
  if (maySleep()) exports.lfads_let_caller_sleep();
  await workers?.start(threads - 1);
  const available = () => Math.min(threads, 1 + (workers?.ready ?? 0));

  return {
    name: 'wasm',
    instructionSet,
    get threads() {
      return available();
    },
    get problem() {
      return available() === threads ? undefined : (workers?.problem ?? UNSHARED);
    },
    run: kernelCaller(exports, memory, scratch, available),
    allocate: (bytes) => (shared ? memory.region(bytes) : { bytes: new Uint8Array(bytes) }),
    set onShortage(spare: () => void) {
      memory.onShortage = spare;
    },
    setThreads: (count) => {
      threads = count;
      void workers?.start(count - 1);
      if (inNode) workers?.waitUntilReady(count - 1);
    },
    dispose: () => workers?.stop(),
  };
}

/** What lies behind the module's own data is free. */
function giveHeap(memory: WasmMemory, exports: WasmExports): void {
  const begin = Math.ceil((exports.__heap_base.value as number) / LINE) * LINE;
  memory.give(begin, memory.buffer.byteLength - begin);
}
