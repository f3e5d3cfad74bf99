import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { LfadsError } from '@lfads/core';
import type { File } from 'h5wasm/node';
import { dataError } from '../errors.js';

export type H5Mode = 'r' | 'a' | 'w';

/**
 * Opens an HDF5 file in place, hands it to `use`, and closes it whatever happens. The library is loaded
 * by the first call: it costs a quarter of a second that commands without data need not pay.
 */
export async function withH5<T>(path: string, mode: H5Mode, use: (file: File) => T): Promise<T> {
  const h5 = await import('h5wasm/node');
  const module = await h5.ready;
  // Without this handler a failed read returns whatever was in memory.
  module.activate_throwing_error_handler();
  if (mode !== 'w') assertHdf5(path);
  const file = attempt(path, mode, () => new h5.File(resolve(path), mode));
  let result: T;
  try {
    result = attempt(path, mode, () => use(file));
  } catch (error) {
    try {
      file.close();
    } catch {
      // the first error is the one to report
    }
    throw error;
  }
  attempt(path, mode, () => file.close());
  return result;
}

function attempt<T>(path: string, mode: H5Mode, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof LfadsError) throw error;
    const cause = libraryMessage(error);
    if (cause === undefined) throw error;
    if (mode !== 'r') {
      throw dataError('LFADS_DATA_WRITE_FAILED', `${path} could not be written: ${cause}.`);
    }
    throw dataError(
      'LFADS_DATA_UNREADABLE',
      `${path} could not be read: ${cause}.`,
      'The file is damaged, was cut short, or is compressed with a filter other than gzip, shuffle, szip or fletcher32. Write it again.',
    );
  }
}

/** The innermost line of an HDF5 error stack, or undefined when the error is not the library's. */
function libraryMessage(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : String(error);
  if (/allocation of \d+ bytes/.test(message)) return message;
  if (!message.startsWith('HDF5-DIAG')) return undefined;
  const frames = [...message.matchAll(/#\d+: .*? in [^:]*\(\): (.*)/g)];
  return frames.at(-1)?.[1] ?? 'HDF5 library error';
}

const SIGNATURE = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');

/** @throws LFADS_DATA_FILE_NOT_FOUND, LFADS_DATA_NOT_HDF5 */
function assertHdf5(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw dataError('LFADS_DATA_FILE_NOT_FOUND', `There is no file ${path} (in ${process.cwd()}).`);
  }
  if (!stats.isFile() || !hasSignature(path, stats.size)) {
    throw dataError(
      'LFADS_DATA_NOT_HDF5',
      `${path} is not an HDF5 file${stats.isFile() ? ` (${stats.size} bytes without an HDF5 signature)` : ''}.`,
      'Data files are HDF5; see "The file layout" in the @lfads/data README.',
    );
  }
}

/** The signature lies at byte 0, 512, 1024, 2048, ... (HDF5 file format specification, II.A). */
function hasSignature(path: string, size: number): boolean {
  const descriptor = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(SIGNATURE.length);
    for (let offset = 0; offset + bytes.length <= size; offset = offset === 0 ? 512 : offset * 2) {
      readSync(descriptor, bytes, 0, bytes.length, offset);
      if (bytes.equals(SIGNATURE)) return true;
    }
    return false;
  } finally {
    closeSync(descriptor);
  }
}
