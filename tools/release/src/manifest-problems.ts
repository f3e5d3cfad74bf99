import { z } from 'zod';
import { type Manifest, rootManifest, type Workspace } from './workspaces.js';

const text = z.string().min(1);
const listOfText = z.array(text).min(1);

const everyPackage = z.object({
  name: text,
  version: text,
  description: text,
  license: z.literal('Apache-2.0'),
  engines: z.object({ node: z.literal('>=20.19') }),
  files: listOfText,
  repository: z.object({ type: z.literal('git'), url: text, directory: text }),
  publishConfig: z.object({ access: z.literal('public'), provenance: z.literal(true) }),
});

const codePackage = everyPackage.extend({
  type: z.literal('module'),
  exports: z.record(z.string(), z.unknown()).refine((entries) => '.' in entries, 'has no "."'),
  keywords: listOfText,
  sideEffects: z.union([z.boolean(), listOfText]),
});

/** One sentence for each field that a package lacks or has wrong. */
export function manifestProblems({ folder, manifest, platform }: Workspace): string[] {
  const { error } = (platform ? everyPackage : codePackage).safeParse(manifest);
  const fields = (error?.issues ?? []).map(
    ({ path, message }) => `package.json: ${path.join('.')}: ${message}`,
  );
  return [...fields, ...repositoryProblems(folder, manifest), ...rangeProblems(manifest)];
}

function repositoryProblems(folder: string, manifest: Manifest): string[] {
  const expected = { ...(rootManifest['repository'] as object), directory: folder };
  if (JSON.stringify(manifest['repository']) === JSON.stringify(expected)) return [];
  return [`package.json: repository: should be ${JSON.stringify(expected)}`];
}

/** `*` would be published as it is: any two versions of the packages could then meet in one application. */
const rangeProblems = ({ dependencies = {} }: Manifest): string[] =>
  Object.entries(dependencies)
    .filter(([, range]) => range === '*')
    .map(([name]) => `package.json: dependencies.${name}: "*" should be "^" and its version`);
