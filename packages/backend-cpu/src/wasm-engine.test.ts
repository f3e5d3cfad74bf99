import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Engine } from './engine.js';
import { KERNEL } from './kernel-numbers.js';
import { createWasmEngine, type WasmOptions } from './wasm-engine.js';

const engines: Engine[] = [];
async function start(options: Partial<WasmOptions>) {
  const engine = await createWasmEngine({ instructionSet: undefined, threads: 1, ...options });
  engines.push(engine);
  return engine;
}
afterEach(() => {
  for (const engine of engines.splice(0)) engine.dispose?.();
  vi.unstubAllGlobals();
});

const waves = (length: number, phase: number) =>
  Float32Array.from({ length }, (_, i) => Math.sin(i * 12.9898 + phase));

/** In the engine's own memory, where kernels need no copy. */
function placed(engine: Engine, values: Float32Array): Float32Array {
  const { buffer, byteOffset } = engine.allocate(values.byteLength).bytes;
  const copy = new Float32Array(buffer, byteOffset, values.length);
  copy.set(values);
  return copy;
}

const [B, T, I, H] = [75, 11, 21, 32];
const inputs = [B * T * I, H, 3 * H * I, 3 * H * H, 3 * H].map(waves);

/** The states of a GRU, all inside or all outside the engine's memory. */
function gru(engine: Engine, inside: boolean): Float32Array {
  const put = (values: Float32Array) => (inside ? placed(engine, values) : values);
  const states = put(new Float32Array(B * T * H).fill(NaN));
  const numbers = [B, T, I, H, 1, 0, 0, Infinity, 1, 0];
  engine.run(KERNEL.gruSequence, [...inputs.map(put), null], [states, null], numbers);
  return states;
}

function expectSameBits(values: Float32Array, expected: Float32Array): void {
  const bits = (of: Float32Array) => new Uint32Array(of.buffer, of.byteOffset, of.length);
  const theirs = bits(expected);
  expect(bits(values).findIndex((each, i) => each !== theirs[i])).toBe(-1);
}

describe.each(['relaxed-simd', 'simd128'])('WebAssembly with %s', (instructionSet) => {
  test('computes the same bits with any number of threads, in its memory and outside', async () => {
    const engine = await start({ instructionSet });
    const expected = gru(engine, false);
    expect(expected.every(Number.isFinite)).toBe(true);
    for (const threads of [2, 3, 1]) {
      engine.setThreads(threads);
      expect(engine.threads).toBe(threads);
      for (let i = 0; i < 30; ++i) {
        expectSameBits(gru(engine, i % 2 === 0), expected);
        if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 5)); // workers fall asleep
      }
    }
  });

  test('computes alone, and says why, where memory cannot be shared', async () => {
    const expected = gru(await start({ instructionSet }), true);
    vi.stubGlobal('SharedArrayBuffer', undefined);
    const engine = await start({ instructionSet, threads: 4 });
    expect(engine.threads).toBe(1);
    expect(engine.problem).toMatch(/cross-origin isolated/);
    expectSameBits(gru(engine, true), expected);
  });
});

test('kernels that find no memory say so, however many, and the next one runs', async () => {
  const engine = await start({ threads: 2, maximumPages: 1024 });
  const expected = gru(engine, false);
  const units = 1800;
  const weights = placed(engine, new Float32Array(3 * units * units));
  const [small, state] = [new Float32Array(3 * units), new Float32Array(units)];
  const numbers = [1, 1, 1, units, 1, 0, 0, Infinity, 1, 0];
  const run = () =>
    engine.run(
      KERNEL.gruSequence,
      [small, state, small, weights, small, null],
      [state, null],
      numbers,
    );
  for (let i = 0; i < 2000; ++i) expect(run).toThrow(/LFADS_CPU_MEMORY/);
  expectSameBits(gru(engine, false), expected);
});
