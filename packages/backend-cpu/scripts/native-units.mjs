// What the native build compiles: the kernels once per instruction set, and the host around them.
import { basename } from 'node:path';
import { nativeTestSources } from './sources.mjs';

/** Every C++ build's flags; the code is C++17 without extensions in all but native/vectors_gnu.h. */
export const commonFlags = ['-std=c++17', '-Wall', '-Wextra', '-fvisibility=hidden', '-fno-rtti'];

const kernelFlags = [
  '-fno-exceptions',
  '-fno-math-errno',
  '-fno-trapping-math',
  '-ffp-contract=fast',
];
const avx512 = [
  '-mavx512f',
  '-mavx512vl',
  '-mavx512bw',
  '-mavx512dq',
  '-mfma',
  '-mprefer-vector-width=512',
];
const scalar = ['scalar', ['-pedantic', '-DLFADS_SCALAR']];
const instructionSets = {
  x64: [['avx512', avx512], ['avx2', ['-mavx2', '-mfma']], ['baseline', []], scalar],
  arm64: [['neon', []], scalar],
};

/** The kernels' units for one of Node's names of architectures: { source, object, flags }. */
export const kernelUnits = (arch) =>
  (instructionSets[arch] ?? [['baseline', []], scalar]).map(([isa, flags]) => ({
    source: 'kernels.cpp',
    object: `kernels-${isa}.o`,
    flags: [...kernelFlags, ...flags, `-DLFADS_ISA=lfads_${isa}`],
  }));

/** Threads, memory and the choice of an instruction set: what the addon and the tests share. */
export const hostUnits = ['instruction_sets', 'memory', 'threads'].map((name) => ({
  source: `${name}.cpp`,
  object: `${name}.o`,
  flags: ['-pthread'],
}));

export const addonUnit = (headers) => ({
  source: 'addon.cpp',
  object: 'addon.o',
  flags: [
    '-fno-exceptions',
    '-isystem',
    headers,
    '-DNAPI_VERSION=8',
    '-DNODE_GYP_MODULE_NAME=lfads_cpu',
  ],
});

/** The stand-alone tests of all kernels. */
export const testUnits = () =>
  nativeTestSources()
    .map((path) => basename(path))
    .filter((file) => file.endsWith('.cpp'))
    .map((file) => ({
      source: `tests/${file}`,
      object: `tests-${file.replace('.cpp', '.o')}`,
      flags: ['-O0', '-pthread'],
    }));
