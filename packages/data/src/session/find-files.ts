import { readdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { glob } from 'tinyglobby';
import { dataError } from '../errors.js';

/**
 * The files of a pattern or of several, sorted, each once. A pattern that is the path of a file is that
 * file, whatever characters it holds.
 *
 * @throws LFADS_DATA_NO_FILES, LFADS_DATA_DUPLICATE_SESSION
 */
export async function findFiles(patterns: string | readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const pattern of typeof patterns === 'string' ? [patterns] : patterns) {
    const files = isFile(pattern) ? [pattern] : await glob(pattern, { expandDirectories: false });
    if (files.length === 0) throw noFiles(pattern);
    files.forEach((file) => found.add(file));
  }
  const paths = [...found].sort();
  checkNames(paths);
  return paths;
}

/** The file's name up to its first dot, as lfads-torch has it. */
export const sessionName = (path: string): string => basename(path).split('.')[0] || basename(path);

const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

function noFiles(pattern: string) {
  const fixed = pattern.split(/[*?[{(!]/)[0] ?? '';
  const folder = fixed.endsWith('/') ? fixed : dirname(fixed || '.');
  return dataError(
    'LFADS_DATA_NO_FILES',
    `No file matches datamodule.datafile_pattern "${pattern}". ${describeFolder(folder)}`,
    'Relative paths start at the working directory; ${relpath:…} in a config starts at the project.',
  );
}

function describeFolder(folder: string): string {
  try {
    const names = readdirSync(folder).sort();
    const shown =
      names.slice(0, 12).join(', ') + (names.length > 12 ? `, … (${names.length})` : '');
    return `The folder ${folder} holds: ${shown || 'nothing'}.`;
  } catch {
    return `There is no folder ${folder}.`;
  }
}

function checkNames(paths: readonly string[]): void {
  const owners = new Map<string, string>();
  for (const path of paths) {
    const name = sessionName(path);
    const other = owners.get(name);
    if (other !== undefined) {
      throw dataError(
        'LFADS_DATA_DUPLICATE_SESSION',
        `${other} and ${path} would both write outputs for a session called "${name}".`,
        'Rename one of them: a session is called by its file name up to the first dot.',
      );
    }
    owners.set(name, path);
  }
}
