import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestProblems } from './manifest-problems.js';
import { pack } from './pack.js';
import { fileProblems, publintProblems, typesProblems } from './tarball-problems.js';
import { publishedWorkspaces, type Workspace } from './workspaces.js';

/** Everything that keeps a package from being published; it has to be built. */
export async function problemsOf(workspace: Workspace, destination: string): Promise<string[]> {
  const problems = manifestProblems(workspace);
  const tarball = await pack(workspace, destination);
  problems.push(...fileProblems(workspace, tarball.files));
  if (workspace.platform) return problems; // holds a binary, which a release alone builds
  problems.push(...(await publintProblems(tarball)));
  problems.push(...(await typesProblems(tarball)));
  return problems;
}

const destination = await mkdtemp(join(tmpdir(), 'lfads-pack-'));
try {
  for (const workspace of await publishedWorkspaces()) {
    const problems = await problemsOf(workspace, destination);
    console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${workspace.manifest.name}`);
    for (const problem of problems) console.error(`       ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  }
} finally {
  await rm(destination, { recursive: true });
}
