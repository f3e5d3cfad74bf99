import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { KERNEL } from './kernel-numbers.js';
import { searchAddon } from './native-addon.js';
import { platformPackage, PREBUILT } from './platform-package.js';

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const built = fromHere('../build/lfads_cpu.node');
const platforms = fromHere('../platforms');
const require = createRequire(import.meta.url);

interface Manifest {
  name: string;
  os: string[];
  cpu: string[];
  libc?: string[];
  main: string;
  files: string[];
}
const manifestOf = (platform: string) =>
  require(join(platforms, platform, 'package.json')) as Manifest;

describe('the platform package', () => {
  test('is named after system and processor', () => {
    expect(platformPackage({ platform: 'linux', arch: 'arm64' })).toBe(
      '@lfads/backend-cpu-linux-arm64',
    );
    expect(platformPackage({ platform: 'aix', arch: 'ppc64' })).toBeUndefined();
  });

  test('has a manifest for every platform that is looked for', () => {
    expect(readdirSync(platforms).sort()).toEqual([...PREBUILT].sort());
  });

  test.each(PREBUILT)('of %s is installed nowhere else', (platform) => {
    const [os, cpu] = platform.split('-') as [string, string];
    const { main, ...manifest } = manifestOf(platform);
    expect(manifest).toMatchObject({ name: platformPackage({ platform: os, arch: cpu }) });
    expect(manifest).toMatchObject({ os: [os], cpu: [cpu], files: [main] });
    expect(manifest.libc).toEqual(os === 'linux' ? ['glibc'] : undefined);
  });
});

const platform = `${process.platform}-${process.arch}`;
const folder = mkdtempSync(join(tmpdir(), 'lfads-platform-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.runIf(existsSync(built) && PREBUILT.includes(platform))(
  'kernels of an installed platform package compute where none were built',
  () => {
    const name = platformPackage()!;
    const installed = join(folder, 'node_modules', name);
    mkdirSync(installed, { recursive: true });
    copyFileSync(join(platforms, platform, 'package.json'), join(installed, 'package.json'));
    copyFileSync(built, join(installed, manifestOf(platform).main));

    const load = createRequire(join(folder, 'application.js'));
    const { addon, note } = searchAddon(join(folder, 'never-built.node'), name, load);
    expect(note).toBe(`prebuilt, from ${name}`);
    addon!.configure(addon!.instructionSets()[0]!, 1);
    const product = new Float32Array(1);
    const dot = [1, 1, 2, 1, 0, 2, 1, 0, 1, 1];
    addon!.run(KERNEL.matMul, Float32Array.of(1, 2), Float32Array.of(3, 4), product, ...dot);
    expect(product[0]).toBe(11);
  },
);
