import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import type { Tarball } from './pack.js';
import type { Workspace } from './workspaces.js';

const UNWANTED = /^(src|dist)\/.*(\.test\.|test-support\/)|\.tsbuildinfo$|\.tgz$/;

/** What is missing in a tarball, and what should not be there. */
export function fileProblems({ platform }: Workspace, files: readonly string[]): string[] {
  const needed = platform ? ['LICENSE'] : ['LICENSE', 'README.md'];
  return [
    ...needed.filter((file) => !files.includes(file)).map((file) => `the tarball has no ${file}`),
    ...files.filter((file) => UNWANTED.test(file)).map((file) => `the tarball holds ${file}`),
  ];
}

/** What publint has to say of a tarball. */
export async function publintProblems({ bytes }: Tarball) {
  const { messages, pkg } = await publint({
    pack: { tarball: bytes.buffer },
  });
  return messages
    .filter(({ type }) => type !== 'suggestion')
    .map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`);
}

/** Resolutions of programs that cannot use packages of modules alone. */
const NOT_FOR_MODULES = ['node10', 'node16-cjs'];

/** What "are the types wrong" has to say of a tarball, as its profile `esm-only`. */
export async function typesProblems({ bytes }: Tarball): Promise<string[]> {
  const checked = await checkPackage(createPackageFromTarballData(bytes));
  if (!checked.types) return ['types: it has none'];
  return checked.problems
    .filter(
      (problem) =>
        !('resolutionKind' in problem && NOT_FOR_MODULES.includes(problem.resolutionKind)),
    )
    .map((problem) => `types: ${JSON.stringify(problem)}`);
}
