import type { WasmMemory } from './wasm-memory.js';

const FIRST_CHUNK = 2 ** 20;

/** Memory that a kernel call needs for itself, in chunks that the next call uses again. */
export class WasmScratch {
  private readonly chunks: { begin: number; end: number }[] = [];
  private total = 0;
  private current = 0;

  constructor(private readonly memory: WasmMemory) {}

  /** The first chunk again: a new call begins. */
  first(): { begin: number; end: number } {
    if (this.chunks.length === 0) this.add(FIRST_CHUNK);
    this.current = 0;
    return this.chunks[0]!;
  }

  /** The beginning of the next chunk that has room for `bytes`; the total doubles, so that chunks stay few. */
  next(bytes: number): number {
    do this.current++;
    while (this.current < this.chunks.length && this.size(this.current) < bytes);
    if (this.current === this.chunks.length) this.add(Math.max(bytes, this.total));
    return this.chunks[this.current]!.begin;
  }

  end(): number {
    return this.chunks[this.current]!.end;
  }

  private size(i: number): number {
    const { begin, end } = this.chunks[i]!;
    return end - begin;
  }

  private add(bytes: number): void {
    const begin = this.memory.take(bytes);
    this.chunks.push({ begin, end: begin + bytes });
    this.total += bytes;
  }
}
