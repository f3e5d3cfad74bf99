import { execFileSync } from 'node:child_process';
import { rootFolder } from './workspaces.js';

/** What a git command prints; undefined when it fails. */
export function git(...words: string[]): string | undefined {
  try {
    return execFileSync('git', words, {
      cwd: rootFolder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}

/** The commit to compare with: where the branch left main or, on main itself, the last tag. */
export function baseCommit(): string | undefined {
  const head = git('rev-parse', 'HEAD');
  const target = process.env['GITHUB_BASE_REF'] || 'main';
  for (const branch of [`origin/${target}`, target]) {
    const base = git('merge-base', branch, 'HEAD');
    if (base !== undefined && base !== head) return base;
  }
  return git('describe', '--tags', '--abbrev=0', 'HEAD');
}
