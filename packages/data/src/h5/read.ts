import type { Dataset, Entity, File } from 'h5wasm/node';
import { distance } from 'fastest-levenshtein';
import { dataError } from '../errors.js';
import { storedType } from './dataset-type.js';
import { withH5 } from './open.js';
import { readNumbers } from './read-dataset.js';
import type { H5Array, H5AttributeValue } from './types.js';

/**
 * Reads numeric datasets of any type; groups are walked, keys are paths such as `params/readout.weight`.
 * Booleans come as 0/1, 64-bit integers as float64 (exact, or LFADS_DATA_PRECISION), a list of lists of different lengths as float64
 * `[lists, longest]` with NaN behind the shorter ones.
 *
 * @param keys the datasets to read; without them every numeric one (strings are passed over)
 * @throws LFADS_DATA_FILE_NOT_FOUND, LFADS_DATA_NOT_HDF5, LFADS_DATA_UNREADABLE, LFADS_DATA_MISSING_KEY
 */
export function readH5(path: string, keys?: readonly string[]): Promise<Map<string, H5Array>> {
  return withH5(path, 'r', (file) => {
    const wanted = keys ?? numericKeys(file);
    return new Map(
      wanted.map((key) => [key, readNumbers(path, key, requireDataset(file, path, key))]),
    );
  });
}

/** Attributes of the file (or of the group or dataset `key`): strings, numbers, or flat lists of them. */
export function readH5Attributes(
  path: string,
  key = '/',
): Promise<Record<string, H5AttributeValue>> {
  return withH5(path, 'r', (file) => {
    const entity = key === '/' ? file : file.get(key);
    if (entity === null || !('attrs' in entity)) throw missingKey(path, key, datasetKeys(file));
    return Object.fromEntries(
      Object.entries(entity.attrs).map(([name, attribute]) => [
        name,
        attribute.json_value as H5AttributeValue,
      ]),
    );
  });
}

/** Paths of all datasets, sorted. */
export function datasetKeys(file: File): string[] {
  return file
    .paths()
    .filter((key) => isDataset(file.get(key)))
    .sort();
}

const numericKeys = (file: File): string[] =>
  datasetKeys(file).filter((key) => {
    const { kind } = storedType(file.get(key) as Dataset);
    return kind === 'number' || kind === 'half' || kind === 'list';
  });

/** @throws LFADS_DATA_MISSING_KEY with the keys that the file has */
export function requireDataset(file: File, path: string, key: string): Dataset {
  return findDataset(file, key) ?? raiseMissing(path, key, datasetKeys(file));
}

export function findDataset(file: File, key: string): Dataset | undefined {
  const entity = file.get(key);
  return isDataset(entity) ? entity : undefined;
}

const isDataset = (entity: Entity | null): entity is Dataset =>
  entity !== null && 'type' in entity && String(entity.type) === 'Dataset';

function raiseMissing(path: string, key: string, present: readonly string[]): never {
  throw missingKey(path, key, present);
}

function missingKey(path: string, key: string, present: readonly string[]) {
  const nearest = [...present].sort((a, b) => distance(a, key) - distance(b, key))[0];
  const close = nearest !== undefined && distance(nearest, key) <= Math.max(2, key.length / 3);
  return dataError(
    'LFADS_DATA_MISSING_KEY',
    `${path} has no dataset "${key}". It has: ${present.join(', ') || 'no datasets at all'}.`,
    close ? `Did you mean "${nearest}"?` : 'See "The file layout" in the @lfads/data README.',
  );
}
