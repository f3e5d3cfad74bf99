// Tests the platform packages that were built, with a release's files in place of the workspace's:
// node scripts/test-platform.mjs [a command that runs Node, such as an emulator with another processor's Node]
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './compiler.mjs';
import { builtPlatforms, packageFolder, platformFolder, readManifest } from './platforms.mjs';

const node = process.argv.length > 2 ? process.argv.slice(2) : [process.execPath];
const workspaceModules = join(packageFolder, '../../node_modules');
const application = mkdtempSync(join(tmpdir(), 'lfads-application-'));
const modules = join(application, 'node_modules');
const program = join(application, 'platform-conformance.mjs');

/** Puts the files that would be published into the application's node_modules. */
async function install(source, name) {
  const target = join(modules, '@lfads', name);
  mkdirSync(target, { recursive: true });
  await run('npm', ['pack', '--silent', '--pack-destination', application], {
    cwd: source,
    stdio: 'ignore',
  });
  const archive = join(application, `lfads-${name}-${readManifest(source).version}.tgz`);
  await run('tar', ['-xzf', archive, '--strip-components=1', '-C', target]);
}

try {
  await install(packageFolder, 'backend-cpu');
  await install(join(packageFolder, '../ops'), 'ops');
  for (const name of builtPlatforms()) await install(platformFolder(name), `backend-cpu-${name}`);
  symlinkSync(join(workspaceModules, '@tensorflow'), join(modules, '@tensorflow'));
  copyFileSync(join(import.meta.dirname, 'platform-conformance.mjs'), program);
  await run(node[0], [...node.slice(1), program]);
} finally {
  rmSync(application, { recursive: true });
}
