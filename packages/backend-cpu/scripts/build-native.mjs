// Builds build/lfads_cpu.node with the C++ compiler at hand; without one, WebAssembly is what runs.
import { join } from 'node:path';
import { buildAddon } from './addon.mjs';
import { findCompiler } from './compiler.mjs';
import { buildFolder, buildScripts, isFresh, markBuilt, nativeSources } from './sources.mjs';

const compiler = findCompiler();
const inputs = [...nativeSources(), ...buildScripts()];
const output = join(buildFolder, 'lfads_cpu.node');
const { platform, arch } = process;

if (!compiler) {
  console.log(
    'lfads: no C++ compiler (g++ or clang++) was found, so the WebAssembly kernels are used.',
  );
} else if (platform === 'win32') {
  console.log(
    'lfads: the native kernels are not built on Windows, so the WebAssembly kernels are used.',
  );
} else if (!isFresh(output, inputs)) {
  await buildAddon({ compiler, platform, arch, folder: buildFolder, output });
  markBuilt(output, inputs);
}
