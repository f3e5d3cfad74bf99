import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { initCpuBackend } from '../init.js';
import { nativeAddonExists, nativeInstructionSets } from '../node-engine.js';

export interface EngineUnderTest {
  name: string;
  start: () => Promise<unknown>;
}

const wasmBuilt = existsSync(fileURLToPath(new URL('../../build/simd.mjs', import.meta.url)));

function under(
  engine: 'native' | 'wasm',
  instructionSet: string,
  threads: number,
): EngineUnderTest {
  return {
    name: `${engine} ${instructionSet}, ${threads} thread${threads > 1 ? 's' : ''}`,
    start: async () => {
      process.env['LFADS_ISA'] = instructionSet;
      await initCpuBackend({ engine, threads });
      delete process.env['LFADS_ISA'];
    },
  };
}

/** Every engine and instruction set that this machine can run, with 1 and 2 threads. */
export const enginesUnderTest: EngineUnderTest[] = [
  ...(nativeAddonExists() ? nativeInstructionSets() : []).flatMap((isa) =>
    [1, 2].map((n) => under('native', isa, n)),
  ),
  ...(wasmBuilt ? ['relaxed-simd', 'simd128'] : []).flatMap((isa) =>
    [1, 2].map((n) => under('wasm', isa, n)),
  ),
];
