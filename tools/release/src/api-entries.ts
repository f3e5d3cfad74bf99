import { join } from 'node:path';
import { rootFolder, type Workspace } from './workspaces.js';

/** One entry that users import, and the file that reports what it gives. */
export interface ApiEntry {
  /** `core`, `ops-conformance`: the report is `etc/<name>.api.md`. */
  readonly name: string;
  readonly folder: string;
  readonly declarations: string;
}

export const reportsFolder = join(rootFolder, 'etc');

/** The entries of `exports` that have types. */
export function apiEntries({ folder, manifest }: Workspace): ApiEntry[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([entry, conditions]) => {
    if (typeof conditions === 'string' || conditions['types'] === undefined) return [];
    const unscoped = manifest.name.replace(/^@[^/]+\//, '');
    return {
      name: entry === '.' ? unscoped : `${unscoped}-${entry.slice(2).replaceAll('/', '-')}`,
      folder: join(rootFolder, folder),
      declarations: join(rootFolder, folder, conditions['types']),
    };
  });
}
