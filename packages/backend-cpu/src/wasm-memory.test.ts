import { describe, expect, test, vi } from 'vitest';
import { WasmMemory } from './wasm-memory.js';

const PAGE = 65536;

describe("a WebAssembly module's memory", () => {
  function newMemory(pages: number, maximum: number): WasmMemory {
    const memory = new WebAssembly.Memory({ initial: pages, maximum, shared: true });
    const ours = new WasmMemory(memory, maximum);
    ours.give(0, pages * PAGE);
    return ours;
  }

  test('hands out whole lines of cache that do not overlap', () => {
    const memory = newMemory(1, 1);
    const addresses = [1, 64, 65, 1000].map((bytes) => memory.take(bytes));
    expect(addresses).toEqual([0, 64, 128, 256]);
  });

  test('joins what comes back with its neighbours', () => {
    const memory = newMemory(1, 1);
    const thirds = [0, 1, 2].map(() => memory.region(PAGE / 4));
    memory.take(PAGE / 4);
    for (const i of [0, 2, 1]) thirds[i]!.free!();
    expect(memory.take((3 * PAGE) / 4)).toBe(0);
  });

  test('grows up to its maximum; arrays from before stay valid', () => {
    const memory = newMemory(1, 16);
    const { bytes } = memory.region(PAGE);
    bytes.fill(7);
    expect(memory.take(10 * PAGE)).toBe(PAGE);
    expect(memory.buffer).not.toBe(bytes.buffer);
    expect(memory.holds(bytes)).toBe(true);
    expect(new Uint8Array(memory.buffer, PAGE - 1, 1)[0]).toBe(7);
  });

  test('asks for what can be spared before it gives up, with advice', () => {
    const memory = newMemory(1, 2);
    const spare = memory.region(2 * PAGE);
    memory.onShortage = vi.fn(() => spare.free!());
    expect(memory.take(2 * PAGE)).toBe(0);
    memory.onShortage = vi.fn();
    expect(() => memory.take(100)).toThrow(/LFADS_CPU_MEMORY: no room for .*smaller batches/);
    expect(memory.onShortage).toHaveBeenCalledOnce();
  });
});
