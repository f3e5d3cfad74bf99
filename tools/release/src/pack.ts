import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rootFolder, type Workspace } from './workspaces.js';

export interface Tarball {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Paths in the package. */
  readonly files: readonly string[];
}

/** Packs as `npm publish` would, `prepack` scripts included. */
export async function pack({ folder }: Workspace, destination: string): Promise<Tarball> {
  const { stdout } = await promisify(execFile)(
    'npm',
    ['pack', '--json', '--foreground-scripts=false', '--pack-destination', destination],
    { cwd: join(rootFolder, folder), maxBuffer: 2 ** 26 },
  );
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  const bytes = new Uint8Array(await readFile(join(destination, packed.filename)));
  return { bytes, files: packed.files.map(({ path }) => path) };
}
