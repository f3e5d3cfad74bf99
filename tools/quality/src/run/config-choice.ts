import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { LfadsError } from '@lfads/core';
import type { ConfigChoice } from 'lfads';
import { entryConfig } from './scalars-config.js';

/**
 * The entry config that `--config` names: a built-in one, a YAML file, or a JSON file of lfads-torch's
 * scalars, from which an entry config is made.
 *
 * @throws LfadsError LFADS_QUALITY_BAD_CONFIG
 */
export async function configChoice(
  cwd: string,
  config: string,
  dataFile: string,
): Promise<Pick<ConfigChoice, 'configName'>> {
  const path = resolve(cwd, config);
  if (extname(config) === '') return { configName: config };
  if (!existsSync(path)) {
    throw badConfig(
      `There is no config file ${path}.`,
      'Give a YAML or JSON file, or a name such as single.',
    );
  }
  if (extname(config) !== '.json') return { configName: path };
  const name = basename(config, '.json');
  const folder = await mkdtemp(join(tmpdir(), 'lfads-quality-'));
  const entry = join(folder, `${name}.yaml`);
  // JSON is YAML too.
  await writeFile(
    entry,
    JSON.stringify(entryConfig(parse(await readFile(path, 'utf8'), path), path, dataFile)),
  );
  return { configName: entry };
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badConfig(`${path} is no JSON: ${(error as Error).message}.`);
  }
}

export const badConfig = (message: string, hint?: string) =>
  new LfadsError('LFADS_QUALITY_BAD_CONFIG', message, hint);
