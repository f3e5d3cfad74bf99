import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LfadsError, type RunPaths } from '@lfads/core';

/** The resolved config of a run, in its folder. */
export const CONFIG_FILE = 'config.yaml';

const pathsOf = (dir: string): RunPaths => ({ dir, checkpoints: join(dir, 'checkpoints') });

/** `2026-03-01_14-05-09`, local time: sorts by age and is a plain folder name. */
const timestamp = (now: Date): string =>
  new Date(now.getTime() - now.getTimezoneOffset() * 60_000)
    .toISOString()
    .slice(0, 19)
    .replace('T', '_')
    .replaceAll(':', '-');

/** Makes `runs/<name>/<timestamp>` below `cwd`; a second one of the same second gets `-2`. */
export async function createTimestampFolder(cwd: string, name: string, now: Date): Promise<string> {
  const parent = join(cwd, 'runs', name);
  await mkdir(parent, { recursive: true });
  const base = join(parent, timestamp(now));
  for (let attempt = 1; ; attempt++) {
    const dir = attempt === 1 ? base : `${base}-${attempt}`;
    try {
      await mkdir(dir);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw error;
    }
    return dir;
  }
}

/**
 * Makes the folder of a new run.
 * @param dir absolute; it may exist, but hold nothing
 * @throws LfadsError LFADS_RUN_FOLDER_TAKEN
 */
export async function createRunFolder(dir: string): Promise<RunPaths> {
  await mkdir(dir, { recursive: true });
  if ((await readdir(dir)).length > 0) {
    throw new LfadsError(
      'LFADS_RUN_FOLDER_TAKEN',
      `${dir} is not empty, and nothing in it is overwritten.`,
      'Choose another --run-dir, or go on with the run in it: --resume.',
    );
  }
  const paths = pathsOf(dir);
  await mkdir(paths.checkpoints);
  return paths;
}

/**
 * An existing run's folder.
 * @throws LfadsError LFADS_RUN_NOT_FOUND
 */
export function openRunFolder(cwd: string, run: string): RunPaths {
  const dir = resolve(cwd, run);
  if (!existsSync(join(dir, CONFIG_FILE))) {
    throw new LfadsError(
      'LFADS_RUN_NOT_FOUND',
      `${dir} is not the folder of a run: there is no ${CONFIG_FILE} in it.`,
      'Give the folder that lfads train made, such as runs/single/<timestamp>.',
    );
  }
  return pathsOf(dir);
}
