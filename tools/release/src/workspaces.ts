import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { glob } from 'tinyglobby';

export const rootFolder = fileURLToPath(new URL('../../../', import.meta.url));

/** What a package.json says, as far as it is looked at here. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export interface Workspace {
  /** Relative to the repository: `packages/core`. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** A package that holds a prebuilt binary and no code. */
  readonly platform: boolean;
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(rootFolder, folder, 'package.json'), 'utf8'));

export const rootManifest = readManifest('.');

/** Every package that would be published, in the order of the folders' names. */
export async function publishedWorkspaces(): Promise<Workspace[]> {
  const manifests = await glob(
    ['{packages,plugins}/*/package.json', 'packages/*/platforms/*/package.json'],
    { cwd: rootFolder },
  );
  return manifests
    .map((path) => dirname(path))
    .sort()
    .map((folder) => ({
      folder,
      manifest: readManifest(folder),
      platform: folder.includes('/platforms/'),
    }))
    .filter(({ manifest }) => manifest.private !== true);
}
