import { inNode } from './platform.js';
import type { WasmMemory } from './wasm-memory.js';

/** As the linker is told for the main thread's, in scripts/build-wasm.mjs. */
const STACK_BYTES = 262144;
const PATIENCE_MS = 10_000;

interface Start {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  stack: number;
  thread: number;
}

interface Handle {
  stop(): void;
}

type Launch = (start: Start, failed: (why: string) => void) => Handle;

/** A worker's whole program: the same module on the same memory, on a stack of its own, never to return. */
const PROGRAM = `
const unused = () => { throw new Error('only the main thread takes scratch memory'); };
const start = ({ module, memory, stack, thread }) => {
  const env = { memory, more_scratch: unused, scratch_end: unused };
  const { exports } = new WebAssembly.Instance(module, { env });
  exports.__stack_pointer.value = stack;
  exports.lfads_work(thread);
};
`;
const NODE_PROGRAM = `${PROGRAM}start(require('node:worker_threads').workerData);`;
const BROWSER_PROGRAM = `${PROGRAM}onmessage = ({ data }) => start(data);`;

/** The threads beside the main one; they wait for jobs in native/wasm_threads.cpp. */
export class WasmWorkers {
  private readonly handles: Handle[] = [];
  private failure: string | undefined;

  private constructor(
    private readonly module: WebAssembly.Module,
    private readonly memory: WasmMemory,
    private readonly readyAddress: number,
    private readonly launch: Launch,
  ) {}

  static async create(
    module: WebAssembly.Module,
    memory: WasmMemory,
    readyAddress: number,
  ): Promise<WasmWorkers> {
    return new WasmWorkers(module, memory, readyAddress, await launcher());
  }

  /** How many wait for jobs. */
  get ready(): number {
    return Atomics.load(this.counter(), 0);
  }

  /** Why not all that were started are ready. */
  get problem(): string {
    return this.failure ?? 'the other workers have not started yet';
  }

  /** Starts workers until there are `count`; resolves once they are ready, one failed, or after ten seconds. */
  async start(count: number): Promise<void> {
    while (this.handles.length < count) this.add();
    const end = performance.now() + PATIENCE_MS;
    while (this.ready < count && this.failure === undefined && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Sleeps until `count` are ready: only where a main thread may, in Node. */
  waitUntilReady(count: number): void {
    const end = performance.now() + PATIENCE_MS;
    for (let ready = this.ready; ready < count && performance.now() < end; ready = this.ready) {
      Atomics.wait(this.counter(), 0, ready, 100);
    }
  }

  stop(): void {
    for (const handle of this.handles.splice(0)) handle.stop();
  }

  private add(): void {
    const stack = this.memory.take(STACK_BYTES) + STACK_BYTES;
    const thread = this.handles.length + 1;
    const start = { module: this.module, memory: this.memory.memory, stack, thread };
    this.handles.push(
      this.launch(start, (why) => {
        this.failure = `a worker failed to start (${why})`;
      }),
    );
  }

  private counter(): Int32Array {
    return new Int32Array(this.memory.buffer, this.readyAddress, 1);
  }
}

async function launcher(): Promise<Launch> {
  if (inNode) {
    const { Worker } = await import('node:worker_threads');
    return (workerData, failed) => {
      const worker = new Worker(NODE_PROGRAM, { eval: true, workerData, execArgv: [] });
      worker.on('error', (error) => failed(error.message));
      worker.unref();
      return { stop: () => void worker.terminate() };
    };
  }
  const url = URL.createObjectURL(new Blob([BROWSER_PROGRAM], { type: 'text/javascript' }));
  return (start, failed) => {
    const worker = new Worker(url);
    worker.onerror = ({ message }) => failed(message || 'does the page allow workers from blobs?');
    worker.postMessage(start);
    return { stop: () => worker.terminate() };
  };
}
