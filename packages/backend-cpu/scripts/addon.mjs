// Building the Node-API addon.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileUnits, run } from './compiler.mjs';
import { addonUnit, commonFlags, hostUnits, kernelUnits } from './native-units.mjs';

/** Compiles everything for a platform into `folder` and links it into `output`. */
export async function buildAddon({ compiler, platform, arch, folder, output, linkFlags = [] }) {
  mkdirSync(folder, { recursive: true });
  const headers = createRequire(import.meta.url)('node-api-headers').include_dir;
  const units = [...kernelUnits(arch), ...hostUnits, addonUnit(headers)];
  const objects = await compileUnits(compiler, units, [...commonFlags, '-O3', '-fPIC'], folder);
  const undefinedSymbols = platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  const flags = ['-shared', ...undefinedSymbols, '-pthread', ...linkFlags];
  await run(compiler, [...flags, ...objects, '-o', output]);
}
