import { expect, it } from 'vitest';
import { manifestProblems } from './manifest-problems.js';
import { fileProblems } from './tarball-problems.js';
import { publishedWorkspaces, type Workspace } from './workspaces.js';

const workspaces = await publishedWorkspaces();
const core = workspaces.find(({ manifest }) => manifest.name === '@lfads/core')!;
const coreWith = (fields: object): Workspace => ({
  ...core,
  manifest: { ...core.manifest, ...fields },
});

it.each(workspaces.map((workspace) => [workspace.folder, workspace] as const))(
  '%s has what a published package needs',
  (_, workspace) => expect(manifestProblems(workspace)).toEqual([]),
);

it.each([
  'exports',
  'files',
  'engines',
  'sideEffects',
  'license',
  'repository',
  'keywords',
  'publishConfig',
])('a package without %s is refused, and told which field it is', (field) => {
  expect(manifestProblems(coreWith({ [field]: undefined })).join()).toContain(
    `package.json: ${field}:`,
  );
});

it('a dependency on any version is refused', () => {
  expect(manifestProblems(coreWith({ dependencies: { '@lfads/ops': '*' } }))).toEqual([
    'package.json: dependencies.@lfads/ops: "*" should be "^" and its version',
  ]);
});

it('a tarball without a licence, or with tests, is refused', () => {
  expect(fileProblems(core, ['README.md', 'dist/a.test.js', 'dist/tsconfig.tsbuildinfo'])).toEqual([
    'the tarball has no LICENSE',
    'the tarball holds dist/a.test.js',
    'the tarball holds dist/tsconfig.tsbuildinfo',
  ]);
});
