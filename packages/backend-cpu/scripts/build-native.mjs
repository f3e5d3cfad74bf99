// Builds build/lfads_cpu.node with the C++ compiler at hand; without one, WebAssembly is what runs.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileUnits, findCompiler, run } from './compiler.mjs';
import { addonUnit, commonFlags, hostUnits, kernelUnits } from './native-units.mjs';
import { buildFolder, buildScripts, isFresh, markBuilt, nativeSources } from './sources.mjs';

const compiler = findCompiler();
const inputs = [...nativeSources(), ...buildScripts()];
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
  mkdirSync(buildFolder, { recursive: true });
  const headers = createRequire(import.meta.url)('node-api-headers').include_dir;
  const units = [...kernelUnits(process.arch), ...hostUnits, addonUnit(headers)];
  const objects = await compileUnits(
    compiler,
    units,
    [...commonFlags, '-O3', '-fPIC'],
    buildFolder,
  );
  const undefinedSymbols = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  await run(compiler, ['-shared', ...undefinedSymbols, ...objects, '-o', output, '-pthread']);
  markBuilt(output, inputs);
}
