import type { Values } from './engine.js';

interface Block {
  readonly buffer: ArrayBuffer;
  /** Entries of the backend that use this memory: tensors, also such as share parts of it. */
  users: number;
}

/** Below this many bytes a fresh array costs less than the bookkeeping. */
const SMALLEST = 16 * 1024;

/** Rounds up so that at most an eighth is wasted and sizes that differ little share their blocks. */
export function blockSize(bytes: number): number {
  const unit = Math.max(4096, 2 ** (Math.floor(Math.log2(bytes)) - 3));
  return Math.ceil(bytes / unit) * unit;
}

/**
 * Memory of large tensors, used again once nobody needs it: fresh memory costs a page fault for each
 * 4 KiB, more than many a kernel. At most as much lies idle as was ever in use at a time.
 */
export class BufferPool {
  private readonly blocks = new WeakMap<ArrayBufferLike, Block>();
  private readonly idle = new Map<number, Block[]>();
  private idleBytes = 0;
  private usedBytes = 0;
  private mostUsedBytes = 0;
  private allocatedBytes = 0;

  constructor(private readonly allocate: (bytes: number) => ArrayBuffer) {}

  float32(length: number): Float32Array {
    const bytes = length * 4;
    return bytes < SMALLEST
      ? new Float32Array(length)
      : new Float32Array(this.take(bytes), 0, length);
  }

  bytes(length: number): Uint8Array {
    return length < SMALLEST
      ? new Uint8Array(length)
      : new Uint8Array(this.take(length), 0, length);
  }

  /** Whether the memory will be used again by others, so that only copies of it may be given away. */
  owns(values: unknown): boolean {
    return ArrayBuffer.isView(values) && this.blocks.has(values.buffer);
  }

  /** Notes one more user of the memory, if it is the pool's. */
  retain(values: unknown): void {
    const block = this.blockOf(values);
    if (block === undefined) return;
    if (block.users++ === 0) {
      this.usedBytes += block.buffer.byteLength;
      this.mostUsedBytes = Math.max(this.mostUsedBytes, this.usedBytes);
    }
  }

  /** Notes one user less; without users the memory is idle. */
  release(values: unknown): void {
    const block = this.blockOf(values);
    if (block === undefined || --block.users > 0) return;
    const size = block.buffer.byteLength;
    this.usedBytes -= size;
    this.blocksOf(size).push(block);
    this.idleBytes += size;
    this.trim();
  }

  /** Bytes in use, idle, and ever allocated, for tests and diagnosis. */
  usage(): { used: number; idle: number; allocated: number } {
    return { used: this.usedBytes, idle: this.idleBytes, allocated: this.allocatedBytes };
  }

  private take(bytes: number): ArrayBuffer {
    const size = blockSize(bytes);
    const idle = this.blocksOf(size).pop();
    if (idle !== undefined) {
      this.idleBytes -= size;
      return idle.buffer;
    }
    const block = { buffer: this.allocate(size), users: 0 };
    this.allocatedBytes += size;
    this.blocks.set(block.buffer, block);
    return block.buffer;
  }

  /** Drops the sizes longest unused first. */
  private trim(): void {
    for (const [size, blocks] of this.idle) {
      while (this.idleBytes > this.mostUsedBytes && blocks.length > 0) {
        blocks.shift();
        this.idleBytes -= size;
      }
    }
  }

  private blocksOf(size: number): Block[] {
    const blocks = this.idle.get(size) ?? [];
    this.idle.delete(size);
    this.idle.set(size, blocks);
    return blocks;
  }

  private blockOf(values: unknown): Block | undefined {
    return ArrayBuffer.isView(values) ? this.blocks.get((values as Values).buffer) : undefined;
  }
}
