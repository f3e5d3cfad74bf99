// The optional packages with prebuilt kernels: platforms/<platform>/package.json.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const packageFolder = join(import.meta.dirname, '..');
const platformsFolder = join(packageFolder, 'platforms');

export const platformNames = readdirSync(platformsFolder).sort();
export const manifestPath = (folder) => join(folder, 'package.json');
export const readManifest = (folder) => JSON.parse(readFileSync(manifestPath(folder), 'utf8'));

export const platformFolder = (name) => join(platformsFolder, name);
export const binaryPath = (name) => join(platformFolder(name), 'lfads_cpu.node');
export const builtPlatforms = () => platformNames.filter((name) => existsSync(binaryPath(name)));

// A binary for others' machines brings along what it uses of its C++ library, which may be newer than theirs.
const linux = ['-static-libstdc++', '-Wl,--exclude-libs,ALL', '-Wl,--gc-sections', '-s'];

/** How a Linux machine builds a platform's addon; undefined for platforms that are only planned. */
export const toolchains = {
  'linux-x64': { compiler: 'x86_64-linux-gnu-g++', linkFlags: linux },
  'linux-arm64': { compiler: 'aarch64-linux-gnu-g++', linkFlags: linux },
};
