import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constantCase } from 'change-case';
import { hostsOf, type Kind, KINDS } from './kinds.js';
import type { Names } from './names.js';
import { UsageError } from './usage-error.js';

const templates = fileURLToPath(new URL('../templates', import.meta.url));
const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

/** npm leaves .gitignore out of packages, and reads a nested package.json as the package's own. */
const STORED_AS = [
  ['_gitignore', '.gitignore'],
  ['_package.json', 'package.json'],
] as const;

/** How the example is tried: the file of a data module stands in it, other parts need one. */
const trainingOverrides = (kind: Kind): string =>
  kind === 'data-module' ? '' : ' datamodule.datafile_pattern=my-session.h5';

/** What stands in the templates for what depends on the choices, longest words first. */
const replacements = (kind: Kind, names: Names, example: string): [string, string][] => [
  ['TEMPLATE_EXAMPLE', example.trim()],
  [' TEMPLATE_OVERRIDES', trainingOverrides(kind)],
  ['TEMPLATE_CONTRACT', KINDS[kind].contract],
  ['TEMPLATE_KIND', KINDS[kind].words],
  ['TEMPLATE_HOSTS', `^${version}`],
  ['LFADS_TEMPLATE', `LFADS_${constantCase(names.constant)}`],
  ['lfads-plugin-template', names.package],
  ['TemplatePart', names.component],
  ['templatePart', names.constant],
];

/**
 * Writes the package into a folder that is new or empty.
 *
 * @param folder absolute
 * @throws UsageError when the folder holds something
 */
export function scaffold(folder: string, kind: Kind, names: Names): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new UsageError(
      `${folder} is not empty, and nothing in it is overwritten. Take another name.`,
    );
  }
  for (const template of ['common', kind]) {
    cpSync(join(templates, template), folder, { recursive: true });
  }
  for (const [stored, name] of STORED_AS) renameSync(join(folder, stored), join(folder, name));
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  const example = readFileSync(join(folder, 'example.yaml'), 'utf8');
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || file.name === 'LICENSE') continue;
    const path = join(file.parentPath, file.name);
    const text = replacements(kind, names, example).reduce(
      (changed, [word, value]) => changed.replaceAll(word, () => value),
      readFileSync(path, 'utf8'),
    );
    writeFileSync(path, text);
  }
  addHosts(join(folder, 'package.json'), hostsOf(kind));
}

/** Adds packages of lfads to a manifest, where `@lfads/core` is. */
function addHosts(path: string, hosts: readonly string[]): void {
  type Dependencies = Record<string, string>;
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Dependencies>;
  for (const kind of ['peerDependencies', 'devDependencies'] as const) {
    const dependencies = manifest[kind]!;
    const added = hosts.map((host) => [host, dependencies['@lfads/core']!]);
    const entries = [...Object.entries(dependencies), ...added] as [string, string][];
    manifest[kind] = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}
