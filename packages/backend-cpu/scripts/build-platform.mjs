// Builds the addons of platform packages: node scripts/build-platform.mjs [linux-x64] [linux-arm64]
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAddon } from './addon.mjs';
import { canRun } from './compiler.mjs';
import {
  binaryPath,
  manifestPath,
  packageFolder,
  platformFolder,
  readManifest,
  toolchains,
} from './platforms.mjs';
import { buildFolder } from './sources.mjs';

const { version } = readManifest(packageFolder);
const wanted = process.argv.slice(2);

for (const name of wanted.length > 0 ? wanted : Object.keys(toolchains)) {
  const toolchain = toolchains[name];
  if (!toolchain) {
    throw new Error(`"${name}" cannot be built here, only ${Object.keys(toolchains).join(', ')}.`);
  }
  if (!canRun(toolchain.compiler)) {
    throw new Error(`${name} needs ${toolchain.compiler}, which is not installed.`);
  }
  const [platform, arch] = name.split('-');
  const [folder, output] = [join(buildFolder, name), binaryPath(name)];
  await buildAddon({ ...toolchain, platform, arch, folder, output });
  const manifest = { ...readManifest(platformFolder(name)), version };
  writeFileSync(manifestPath(platformFolder(name)), `${JSON.stringify(manifest, null, 2)}\n`);
  console.log(`${manifest.name} ${version}: ${output}`);
}
