// A release's last step before publishing: makes the platform packages that were built, in this version, optional
// dependencies. They are not in the repository's manifest, where npm would look for them before they are published.
import { writeFileSync } from 'node:fs';
import {
  builtPlatforms,
  manifestPath,
  packageFolder,
  platformFolder,
  readManifest,
} from './platforms.mjs';

const manifest = readManifest(packageFolder);
const built = builtPlatforms().map((name) => readManifest(platformFolder(name)));
const stale = built.find(({ version }) => version !== manifest.version);
if (stale) {
  throw new Error(
    `${stale.name} is of version ${stale.version}, not ${manifest.version}: build it again.`,
  );
}
manifest.optionalDependencies = Object.fromEntries(
  built.map(({ name, version }) => [name, version]),
);
writeFileSync(manifestPath(packageFolder), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(manifest.optionalDependencies);
