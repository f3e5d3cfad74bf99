export interface Block {
  readonly bytes: Uint8Array;
}

/** Finds the block that an array's memory is part of; several blocks may lie in one buffer. */
export class BlockIndex<B extends Block> {
  /** By buffer, in the order of their addresses. */
  private readonly blocks = new WeakMap<ArrayBufferLike, B[]>();

  add(block: B): void {
    const { buffer, byteOffset } = block.bytes;
    const blocks = this.blocks.get(buffer);
    if (blocks === undefined) this.blocks.set(buffer, [block]);
    else blocks.splice(countUpTo(blocks, byteOffset), 0, block);
  }

  delete(block: B): void {
    const { buffer, byteOffset } = block.bytes;
    const blocks = this.blocks.get(buffer)!;
    blocks.splice(countUpTo(blocks, byteOffset) - 1, 1);
  }

  of(values: ArrayBufferView): B | undefined {
    const blocks = this.blocks.get(values.buffer);
    if (blocks === undefined) return undefined;
    const block = blocks[countUpTo(blocks, values.byteOffset) - 1];
    if (block === undefined) return undefined;
    const { byteOffset, byteLength } = block.bytes;
    return values.byteOffset < byteOffset + byteLength ? block : undefined;
  }
}

/** How many blocks begin at or before the address. */
function countUpTo(blocks: readonly Block[], address: number): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (blocks[middle]!.bytes.byteOffset <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}
