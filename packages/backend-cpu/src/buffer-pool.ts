import { BlockIndex } from './block-index.js';
import type { Region } from './engine.js';

interface Block extends Region {
  /** Entries of the backend that use this memory: tensors, also such as share parts of it. */
  users: number;
}

/** Idle blocks of one size. */
interface Shelf {
  blocks: Block[];
  /** When one was last taken or given back. */
  used: number;
}

/** Below this many bytes a fresh array costs less than the bookkeeping. */
const SMALLEST = 1024;

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
  private readonly blocks = new BlockIndex<Block>();
  private readonly idle = new Map<number, Shelf>();
  private time = 0;
  private idleBytes = 0;
  private usedBytes = 0;
  private mostUsedBytes = 0;
  private allocatedBytes = 0;

  constructor(private readonly allocate: (bytes: number) => Region) {}

  float32(length: number): Float32Array {
    const bytes = length * 4;
    if (bytes < SMALLEST) return new Float32Array(length);
    const { buffer, byteOffset } = this.take(bytes);
    return new Float32Array(buffer, byteOffset, length);
  }

  bytes(length: number): Uint8Array {
    if (length < SMALLEST) return new Uint8Array(length);
    const { buffer, byteOffset } = this.take(length);
    return new Uint8Array(buffer, byteOffset, length);
  }

  /** Whether the memory will be used again by others, so that only copies of it may be given away. */
  owns(values: unknown): boolean {
    return this.blockOf(values) !== undefined;
  }

  /** Notes one more user of the memory, if it is the pool's. */
  retain(values: unknown): void {
    const block = this.blockOf(values);
    if (block === undefined) return;
    if (block.users++ === 0) {
      this.usedBytes += block.bytes.byteLength;
      this.mostUsedBytes = Math.max(this.mostUsedBytes, this.usedBytes);
    }
  }

  /** Notes one user less; without users the memory is idle. */
  release(values: unknown): void {
    const block = this.blockOf(values);
    if (block === undefined || --block.users > 0) return;
    const size = block.bytes.byteLength;
    this.usedBytes -= size;
    this.blocksOf(size).push(block);
    this.idleBytes += size;
    this.dropIdle(this.mostUsedBytes);
  }

  /** Bytes in use, idle, and ever allocated, for tests and diagnosis. */
  usage(): { used: number; idle: number; allocated: number } {
    return { used: this.usedBytes, idle: this.idleBytes, allocated: this.allocatedBytes };
  }

  /** Drops all idle memory. */
  clear(): void {
    this.dropIdle(0);
  }

  private take(bytes: number): Uint8Array {
    const size = blockSize(bytes);
    const idle = this.blocksOf(size).pop();
    if (idle !== undefined) {
      this.idleBytes -= size;
      return idle.bytes;
    }
    const block = { ...this.allocate(size), users: 0 };
    this.allocatedBytes += size;
    this.blocks.add(block);
    return block.bytes;
  }

  /** Drops idle memory until at most so many bytes are left, the sizes longest unused first. */
  private dropIdle(most: number): void {
    if (this.idleBytes <= most) return;
    const shelves = [...this.idle].sort(([, a], [, b]) => a.used - b.used);
    for (const [size, { blocks }] of shelves) {
      while (this.idleBytes > most && blocks.length > 0) {
        const block = blocks.shift()!;
        this.idleBytes -= size;
        this.blocks.delete(block);
        block.free?.();
      }
    }
  }

  private blocksOf(size: number): Block[] {
    let shelf = this.idle.get(size);
    if (shelf === undefined) this.idle.set(size, (shelf = { blocks: [], used: 0 }));
    shelf.used = this.time++;
    return shelf.blocks;
  }

  private blockOf(values: unknown): Block | undefined {
    return ArrayBuffer.isView(values) ? this.blocks.of(values) : undefined;
  }
}
