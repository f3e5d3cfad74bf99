// Builds build/lfads_cpu.node with the C++ compiler at hand; without one, WebAssembly is what runs.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildFolder, isFresh, markBuilt, nativeFolder, nativeSources } from './sources.mjs';

const compiler = [process.env.CXX, 'g++', 'clang++', 'c++'].find(
  (name) => name && spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
);
const inputs = [...nativeSources(), import.meta.filename];
const output = join(buildFolder, 'lfads_cpu.node');

if (!compiler) {
  console.log(
    'lfads: no C++ compiler (g++ or clang++) was found, so the WebAssembly kernels are used.',
  );
} else if (process.platform === 'win32') {
  console.log(
    'lfads: the native kernels are not built on Windows, so the WebAssembly kernels are used.',
  );
} else if (!isFresh(output, inputs)) {
  await build();
}

async function build() {
  mkdirSync(buildFolder, { recursive: true });
  const headers = createRequire(import.meta.url)('node-api-headers').include_dir;
  const common = [
    '-std=c++17',
    '-O3',
    '-fPIC',
    '-Wall',
    '-Wextra',
    '-fvisibility=hidden',
    '-fno-exceptions',
    '-fno-rtti',
  ];
  const math = ['-fno-math-errno', '-fno-trapping-math', '-ffp-contract=fast'];
  const kernels = (isa, flags) => ({
    source: 'kernels.cpp',
    object: `kernels-${isa}.o`,
    flags: [...math, ...flags, `-DLFADS_ISA=lfads_${isa}`],
  });
  const units = [
    ...(process.arch === 'x64'
      ? [
          kernels('avx512', [
            '-mavx512f',
            '-mavx512vl',
            '-mavx512bw',
            '-mavx512dq',
            '-mfma',
            '-mprefer-vector-width=512',
          ]),
          kernels('avx2', ['-mavx2', '-mfma']),
        ]
      : []),
    kernels('baseline', []),
    { source: 'threads.cpp', object: 'threads.o', flags: [] },
    {
      source: 'addon.cpp',
      object: 'addon.o',
      flags: ['-isystem', headers, '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=lfads_cpu'],
    },
  ];
  const object = (unit) => join(buildFolder, unit.object);
  await Promise.all(
    units.map((unit) =>
      run([...common, ...unit.flags, '-c', join(nativeFolder, unit.source), '-o', object(unit)]),
    ),
  );
  const undefinedSymbols = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  await run(['-shared', ...undefinedSymbols, ...units.map(object), '-o', output, '-lpthread']);
  markBuilt(output, inputs);
}

function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(compiler, args, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${compiler} ${args.join(' ')}: exit code ${code}`)),
    );
  });
}
