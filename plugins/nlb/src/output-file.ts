import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LfadsError } from '@lfads/core';

const OUTPUT = /^lfads_output_.*\.h5$/;

/**
 * The output files that a path means: the file itself, or those in the folder of a run.
 *
 * @throws LfadsError LFADS_NLB_NO_OUTPUTS when there is none
 */
export function outputFiles(path: string): string[] {
  if (existsSync(path) && statSync(path).isFile()) return [path];
  const found = existsSync(path) ? readdirSync(path).filter((name) => OUTPUT.test(name)) : [];
  if (found.length > 0) return found.sort().map((name) => join(path, name));
  throw new LfadsError(
    'LFADS_NLB_NO_OUTPUTS',
    `${path} is neither a file nor the folder of a run with lfads_output_<session>.h5.`,
    'Give what lfads train or lfads sample wrote.',
  );
}
