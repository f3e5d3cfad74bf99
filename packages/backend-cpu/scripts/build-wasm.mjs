// Builds the two WebAssembly modules (simd128 and relaxed SIMD) into build/*.mjs, which embed them as base64.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildFolder, isFresh, markBuilt, nativeSources } from './sources.mjs';

const inputs = [...nativeSources(), import.meta.filename];
const targets = [
  { name: 'simd', flags: ['-msimd128'] },
  { name: 'relaxed', flags: ['-msimd128', '-mrelaxed-simd'] },
].map((target) => ({ ...target, output: join(buildFolder, `${target.name}.mjs`) }));

const stale = targets.filter(({ output }) => !isFresh(output, inputs));
if (stale.length > 0) await build();

async function build() {
  const { runClang } = await import('@yowasp/clang');
  mkdirSync(buildFolder, { recursive: true });
  const files = Object.fromEntries(
    nativeSources().map((file) => [basename(file), readFileSync(file, 'utf8')]),
  );
  for (const { name, flags, output } of stale) {
    const command = [
      'clang++',
      '-std=c++17',
      '-O3',
      '-Wall',
      '-Wextra',
      '-nostdlib',
      '-fno-exceptions',
      '-fno-rtti',
      '-fno-math-errno',
      '-ffp-contract=fast',
      '-mbulk-memory',
      ...flags,
      '-DLFADS_ISA=lfads_wasm',
      '-Wl,--no-entry',
      '-Wl,-z,stack-size=262144',
      'kernels.cpp',
      'wasm.cpp',
      '-o',
      `${name}.wasm`,
    ];
    const built = await runClang(command, files);
    const base64 = Buffer.from(built[`${name}.wasm`]).toString('base64');
    writeFileSync(output, `export const base64 =\n  '${base64}';\n`);
    markBuilt(output, inputs);
  }
}
