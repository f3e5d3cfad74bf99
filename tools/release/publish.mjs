// Publishes what `npm run release:version` gave a version: builds, tests the prebuilt kernels as an application would
// have them, publishes those first, and then all packages. Words after it go to `npm publish`, --dry-run for one.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const run = (command, ...words) => execFileSync(command, words, { stdio: 'inherit' });
const options = process.argv.slice(2);
const manifest = 'packages/backend-cpu/package.json';

run('npm', 'run', 'build');
run('npm', 'run', 'build:platforms', '-w', '@lfads/backend-cpu');
run('npm', 'run', 'test:platforms', '-w', '@lfads/backend-cpu');
run('node', 'packages/backend-cpu/scripts/publish-platforms.mjs', ...options);
const inRepository = readFileSync(manifest, 'utf8');
try {
  run('node', 'packages/backend-cpu/scripts/link-platforms.mjs');
  if (options.includes('--dry-run')) run('npm', 'publish', '--workspaces', ...options);
  else run('npx', 'changeset', 'publish');
} finally {
  writeFileSync(manifest, inRepository); // which never names packages that are not published yet
}
