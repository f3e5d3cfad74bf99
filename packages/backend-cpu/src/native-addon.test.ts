import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { KERNEL_ABI } from './kernel-numbers.js';
import { searchAddon } from './native-addon.js';

const folder = mkdtempSync(join(tmpdir(), 'lfads-addon-'));
const load = createRequire(join(folder, 'here.js'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A module in place of an addon, the built one or a package's. */
function write(path: string, text: string): string {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
  return join(folder, path);
}
const withAbi = (abi: number) => `module.exports = { kernelAbi: ${abi} };`;
const missing = join(folder, 'missing.cjs');

write('node_modules/fits/package.json', '{ "main": "addon.cjs" }');
write('node_modules/fits/addon.cjs', withAbi(KERNEL_ABI));
write('node_modules/too-old/package.json', '{ "main": "addon.cjs" }');
write('node_modules/too-old/addon.cjs', withAbi(KERNEL_ABI - 1));

describe('the search for an addon', () => {
  test('takes the one built here before that of a package', () => {
    const built = write('built.cjs', `exports.kernelAbi = ${KERNEL_ABI}; exports.here = true;`);
    const { addon, note } = searchAddon(built, 'fits', load);
    expect(addon).toMatchObject({ here: true });
    expect(note).toBe('built on this machine');
  });

  test('takes the platform package where nothing was built', () => {
    const { addon, note } = searchAddon(missing, 'fits', load);
    expect(addon).toEqual({ kernelAbi: KERNEL_ABI });
    expect(note).toBe('prebuilt, from fits');
  });

  test('says what would build the kernels where there are none', () => {
    expect(searchAddon(missing, 'not-installed', load)).toEqual({
      note: 'the native kernels are not built (with a C++ compiler installed, "npx nx build @lfads/backend-cpu" builds them)',
    });
    expect(searchAddon(missing, undefined, load).addon).toBeUndefined();
  });

  test('passes over an addon of another version, and says so', () => {
    const old = write('old.cjs', 'module.exports = {};');
    expect(searchAddon(old, 'fits', load).addon).toBeDefined();
    const { addon, note } = searchAddon(old, 'too-old', load);
    expect(addon).toBeUndefined();
    expect(note).toMatch(
      /old\.cjs has the kernels of another version \(unnumbered, this one needs/,
    );
    expect(note).toMatch(/too-old has the kernels of another version .*install its version/);
  });

  test('passes over a file that is no addon', () => {
    const broken = write('broken.node', 'not a shared library');
    expect(searchAddon(broken, undefined, load).note).toMatch(/broken\.node cannot be loaded: /);
  });
});
