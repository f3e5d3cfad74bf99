// Where the kernels' sources and build products lie, and whether a product is newer than its sources.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const packageFolder = join(import.meta.dirname, '..');
export const nativeFolder = join(packageFolder, 'native');
export const buildFolder = join(packageFolder, 'build');

const filesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name))
    .sort();

export const nativeSources = () => filesIn(nativeFolder);
export const nativeTestSources = () => filesIn(join(nativeFolder, 'tests'));

/** What decides how the native kernels are built. */
export const buildScripts = () =>
  ['addon.mjs', 'build-native.mjs', 'compiler.mjs', 'native-units.mjs'].map((name) =>
    join(import.meta.dirname, name),
  );

const digest = (inputs) => {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of inputs) hash.update(readFileSync(file));
  return hash.digest('hex');
};
const note = (output) => `${output}.sha256`;

/** True where `output` was built from exactly these inputs. */
export const isFresh = (output, inputs) =>
  existsSync(output) &&
  existsSync(note(output)) &&
  readFileSync(note(output), 'utf8') === digest(inputs);

export const markBuilt = (output, inputs) => writeFileSync(note(output), digest(inputs));
