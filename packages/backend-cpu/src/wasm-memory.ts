import type { Region } from './engine.js';
import { CpuBackendError } from './errors.js';

const PAGE = 65536;
/** One page short of 4 GiB: every address, the end's too, is a 32-bit number. As scripts/build-wasm.mjs has it. */
export const MAX_PAGES = 65535;
export const LINE = 64;
/** Grows by this much at least: growing is slow. */
const GROWTH = 256 * PAGE;

interface Range {
  begin: number;
  end: number;
}

/** A module's linear memory: hands out regions, takes them back, and grows up to its maximum. */
export class WasmMemory {
  /** In the order of their addresses, no two touching. */
  private free: Range[] = [];
  private end: number;
  private readonly buffers = new WeakSet<ArrayBufferLike>();
  /** Called when memory is short, to give back what can be spared. */
  onShortage = (): void => {};

  constructor(
    readonly memory: WebAssembly.Memory,
    private readonly maximumPages: number,
  ) {
    this.end = this.buffer.byteLength;
  }

  /** As it is now: other buffers of a shared memory that has grown stay valid, those of an unshared one do not. */
  get buffer(): ArrayBufferLike {
    const { buffer } = this.memory;
    this.buffers.add(buffer);
    return buffer;
  }

  /** Whether the values lie in this memory, their `byteOffset` being their address. */
  holds(values: ArrayBufferView): boolean {
    return this.buffers.has(values.buffer);
  }

  /** The address of `bytes` of memory, 64-byte aligned, not cleared. @throws CpuBackendError LFADS_CPU_MEMORY */
  take(bytes: number): number {
    const size = wholeLines(bytes);
    if (!this.fits(size) && !this.grow(size)) {
      this.onShortage();
      if (!this.fits(size) && !this.grow(size)) throw this.exhausted(bytes);
    }
    const index = this.free.findIndex(({ begin, end }) => end - begin >= size);
    const range = this.free[index]!;
    const address = range.begin;
    range.begin += size;
    if (range.begin === range.end) this.free.splice(index, 1);
    return address;
  }

  /** As `take`, seen as bytes: of a shared memory, since they stay valid when that grows. */
  region(bytes: number): Region {
    const address = this.take(bytes);
    return {
      bytes: new Uint8Array(this.buffer, address, bytes),
      free: () => this.give(address, bytes),
    };
  }

  give(address: number, bytes: number): void {
    const range = { begin: address, end: address + wholeLines(bytes) };
    const next = this.free.findIndex(({ begin }) => begin > address);
    const index = next < 0 ? this.free.length : next;
    const [before, after] = [this.free[index - 1], this.free[index]];
    if (after?.begin === range.end) {
      range.end = after.end;
      this.free.splice(index, 1);
    }
    if (before?.end === range.begin) before.end = range.end;
    else this.free.splice(index, 0, range);
  }

  private fits(size: number): boolean {
    return this.free.some(({ begin, end }) => end - begin >= size);
  }

  private grow(size: number): boolean {
    const last = this.free.at(-1);
    const missing = size - (last?.end === this.end ? this.end - last.begin : 0);
    const most = this.maximumPages * PAGE - this.end;
    const bytes = Math.min(Math.max(Math.ceil(missing / PAGE) * PAGE, GROWTH), most);
    if (bytes < missing) return false;
    try {
      this.memory.grow(bytes / PAGE);
    } catch {
      return false;
    }
    this.end += bytes;
    this.give(this.end - bytes, bytes);
    return true;
  }

  private exhausted(bytes: number): CpuBackendError {
    const megabytes = (n: number) => (n / 2 ** 20).toFixed(1);
    return new CpuBackendError(
      'LFADS_CPU_MEMORY',
      `no room for ${megabytes(bytes)} MiB more in WebAssembly's memory of ${megabytes(this.end)} MiB ` +
        `(at most ${megabytes(this.maximumPages * PAGE)}): use smaller batches or the engine "native".`,
    );
  }
}

const wholeLines = (bytes: number) => Math.ceil(Math.max(bytes, 1) / LINE) * LINE;
