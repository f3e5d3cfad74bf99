import { constants } from 'node:fs';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LfadsError } from '@lfads/core';
import { dataError } from '../errors.js';

let counter = 0;

/**
 * Lets `write` fill a temporary file in the folder of `path`, syncs it to disk and renames it, so that
 * `path` holds the whole old or the whole new contents at any time, also after a crash.
 */
export async function writeAtomically(
  path: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${process.pid}-${counter++}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await write(temporary);
    await sync(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    if (error instanceof LfadsError || !isSystemError(error)) throw error;
    throw dataError('LFADS_DATA_WRITE_FAILED', `${path} could not be written: ${error.message}.`);
  }
}

/** A copy that shares the disk blocks where the file system can. */
export const copy = (from: string, to: string): Promise<void> =>
  copyFile(from, to, constants.COPYFILE_FICLONE);

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error;
