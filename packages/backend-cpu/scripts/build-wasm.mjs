// Builds the two WebAssembly modules (simd128 and relaxed SIMD) into build/*.mjs, which embed them as base64.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { buildFolder, isFresh, markBuilt, nativeSources } from './sources.mjs';

const STACK_BYTES = 262144;
/** One page short of 4 GiB: every address, the end's too, is a 32-bit number. */
const MAX_PAGES = 65535;

const inputs = [...nativeSources(), import.meta.filename];
const targets = [
  { name: 'simd', flags: ['-msimd128'] },
  { name: 'relaxed', flags: ['-msimd128', '-mrelaxed-simd'] },
].map((target) => ({ ...target, output: join(buildFolder, `${target.name}.mjs`) }));

if (isMainThread) {
  mkdirSync(buildFolder, { recursive: true });
  await Promise.all(targets.filter(({ output }) => !isFresh(output, inputs)).map(compileInWorker));
} else {
  await compile(workerData);
}

/** The compiler is itself WebAssembly and takes its thread for itself: one thread per module. */
function compileInWorker(target) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(import.meta.filename, { workerData: target });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The WebAssembly module "${target.name}" was not built.`));
    });
  });
}

async function compile({ name, flags, output }) {
  const { runClang } = await import('@yowasp/clang');
  const files = Object.fromEntries(
    nativeSources().map((file) => [basename(file), readFileSync(file, 'utf8')]),
  );
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
    '-pthread',
    ...flags,
    '-DLFADS_ISA=lfads_wasm',
    '-Wl,--no-entry',
    `-Wl,-z,stack-size=${STACK_BYTES}`,
    '-Wl,--import-memory,--shared-memory',
    `-Wl,--max-memory=${MAX_PAGES * 65536}`,
    '-Wl,--export=__stack_pointer,--export=__heap_base',
    'kernels.cpp',
    'wasm.cpp',
    'wasm_threads.cpp',
    '-o',
    `${name}.wasm`,
  ];
  const built = await runClang(command, files);
  const base64 = Buffer.from(built[`${name}.wasm`]).toString('base64');
  writeFileSync(output, `export const base64 =\n  '${base64}';\n`);
  markBuilt(output, inputs);
}
