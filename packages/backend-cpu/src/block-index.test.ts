import { describe, expect, test } from 'vitest';
import { BlockIndex } from './block-index.js';

describe('the index of blocks', () => {
  const buffer = new ArrayBuffer(1000);
  const block = (begin: number, length: number) => ({
    bytes: new Uint8Array(buffer, begin, length),
  });

  test('finds the block that an array lies in, in whatever order they came', () => {
    const index = new BlockIndex();
    const [last, first, middle] = [block(600, 100), block(0, 64), block(300, 200)];
    for (const each of [last, first, middle]) index.add(each);
    expect(index.of(new Float32Array(buffer, 0, 4))).toBe(first);
    expect(index.of(new Uint8Array(buffer, 499, 1))).toBe(middle);
    expect(index.of(new Float64Array(buffer, 600, 2))).toBe(last);
  });

  test('finds none between blocks, in other buffers, and where one was deleted', () => {
    const index = new BlockIndex();
    const [first, second] = [block(100, 100), block(200, 100)];
    index.add(first);
    index.add(second);
    expect(index.of(new Uint8Array(buffer, 99, 1))).toBeUndefined();
    expect(index.of(new Uint8Array(buffer, 300, 1))).toBeUndefined();
    expect(index.of(new Uint8Array(new ArrayBuffer(500), 150, 1))).toBeUndefined();
    index.delete(first);
    expect(index.of(new Uint8Array(buffer, 150, 1))).toBeUndefined();
    expect(index.of(new Uint8Array(buffer, 250, 1))).toBe(second);
  });
});
