import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import parseChangeset from '@changesets/parse';
import { apiEntries } from './api-entries.js';
import { apiProblems } from './api-problems.js';
import { baseCommit, git } from './git.js';
import { publishedWorkspaces, rootFolder } from './workspaces.js';

const base = baseCommit();
if (base === undefined) {
  console.log(
    'Reports of the public surface were not compared: git knows neither where this branch left main nor a tag. ' +
      'In a shallow clone, fetch the history first (git fetch --unshallow --tags).',
  );
} else {
  const changedSince = (...paths: string[]) =>
    (git('diff', '--name-only', '--diff-filter=d', base, '--', ...paths) ?? '')
      .split('\n')
      .filter((path) => path !== '');
  const changesets = changedSince('.changeset/*.md').map((path) =>
    parseChangeset(readFileSync(join(rootFolder, path), 'utf8')),
  );
  const named = new Set(changesets.flatMap(({ releases }) => releases.map(({ name }) => name)));
  const reports = new Set(changedSince('etc/*.api.md').map((path) => basename(path)));
  const changed = (await publishedWorkspaces()).flatMap((workspace) => {
    const before = git('show', `${base}:${workspace.folder}/package.json`);
    const released =
      before !== undefined && JSON.parse(before).version !== workspace.manifest['version'];
    return apiEntries(workspace)
      .map(({ name }) => `${name}.api.md`)
      .filter((report) => reports.has(report))
      .map((report) => ({ report, packageName: workspace.manifest.name, released }));
  });
  const problems = apiProblems(changed, named);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) {
    console.error('Say what changes for users with `npx changeset`.');
    process.exitCode = 1;
  } else {
    console.log(`${changed.length} reports changed since ${base}; changesets name their packages.`);
  }
}
