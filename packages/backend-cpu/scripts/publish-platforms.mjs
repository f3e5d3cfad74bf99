// Publishes the platform packages that were built and are not published yet; a release that broke off can go on.
import { spawnSync } from 'node:child_process';
import { run } from './compiler.mjs';
import { builtPlatforms, platformFolder, readManifest } from './platforms.mjs';

const options = process.argv.slice(2); // --dry-run

for (const platform of builtPlatforms()) {
  const { name, version } = readManifest(platformFolder(platform));
  const known = spawnSync('npm', ['view', `${name}@${version}`, 'version'], { encoding: 'utf8' });
  if (known.stdout.trim() === version) {
    console.log(`${name} ${version} is published already.`);
    continue;
  }
  await run('npm', ['publish', ...options], { cwd: platformFolder(platform) });
}
