import type { Dtype, File, Group, GuessableDataTypes } from 'h5wasm/node';
import { copy, writeAtomically } from './atomic.js';
import { withH5 } from './open.js';
import { elementCount, type H5AttributeValue, type H5Dataset } from './types.js';

export interface H5WriteOptions {
  /** gzip level 1 to 9; without it datasets are contiguous and uncompressed. */
  compression?: number;
}

type Datasets = ReadonlyMap<string, H5Dataset>;

/**
 * Writes an HDF5 file, atomically. Types follow the arrays; strings become variable-length UTF-8.
 * Keys may name groups (`a/b`).
 */
export function writeH5(
  path: string,
  datasets: Datasets,
  attributes: Readonly<Record<string, H5AttributeValue>> = {},
  options: H5WriteOptions = {},
): Promise<void> {
  return writeAtomically(path, (temporary) =>
    withH5(temporary, 'w', (file) => {
      for (const [name, value] of Object.entries(attributes)) writeAttribute(file, name, value);
      addDatasets(file, datasets, options);
    }),
  );
}

/** Adds datasets to a file, atomically: to a copy that then takes its place. */
export function appendH5(
  path: string,
  datasets: Datasets,
  options: H5WriteOptions = {},
): Promise<void> {
  return copyWithDatasets(path, path, datasets, options);
}

/** Copies a whole file (attributes and groups too) and adds datasets, atomically. */
export function copyWithDatasets(
  source: string,
  target: string,
  datasets: Datasets,
  options: H5WriteOptions = {},
): Promise<void> {
  return writeAtomically(target, async (temporary) => {
    await withH5(source, 'r', () => undefined);
    await copy(source, temporary);
    await withH5(temporary, 'a', (file) => addDatasets(file, datasets, options));
  });
}

function addDatasets(file: File, datasets: Datasets, options: H5WriteOptions): void {
  for (const [key, dataset] of datasets) {
    const path = key.split('/');
    const name = path.pop() ?? key;
    const group = path.reduce<Group>(
      (parent, part) => (parent.get(part) as Group | null) ?? parent.create_group(part),
      file,
    );
    addDataset(group, name, dataset, options);
  }
}

/** Bytes written at once: the library copies what it writes into its own memory. */
const SLAB_BYTES = 256 * 2 ** 20;
const CHUNK_BYTES = 2 ** 20;

function addDataset(group: Group, name: string, dataset: H5Dataset, options: H5WriteOptions): void {
  const { data, shape } = dataset;
  if (!ArrayBuffer.isView(data)) {
    const strings = shape.length === 0 ? (data[0] ?? '') : [...data];
    group.create_dataset({ name, data: strings, shape: [...shape], dtype: 'S' });
    return;
  }
  const plain = shape.length === 0 || data.length === 0;
  const rowBytes = plain ? 0 : data.byteLength / (shape[0] ?? 1);
  const chunks = (bytes: number) => [
    Math.min(shape[0] ?? 1, Math.max(1, Math.floor(bytes / rowBytes))),
    ...shape.slice(1),
  ];
  const compressed =
    plain || options.compression === undefined
      ? {}
      : { compression: options.compression, chunks: chunks(CHUNK_BYTES) };
  if (plain || data.byteLength <= SLAB_BYTES || shape[0] === 1) {
    group.create_dataset({ name, data, shape: [...shape], ...compressed });
    return;
  }
  const rows = shape[0] ?? 1;
  const rowLength = elementCount(shape.slice(1));
  const step = Math.max(1, Math.floor(SLAB_BYTES / rowBytes));
  const piece = (from: number, to: number) => data.subarray(from * rowLength, to * rowLength);
  const written = group.create_dataset({
    name,
    data: piece(0, step),
    shape: [step, ...shape.slice(1)],
    maxshape: [...shape],
    chunks: chunks(16 * CHUNK_BYTES),
    ...compressed,
  });
  written.resize([...shape]);
  for (let from = step; from < rows; from += step) {
    const to = Math.min(from + step, rows);
    written.write_slice([[from, to]], piece(from, to));
  }
}

function writeAttribute(file: File, name: string, value: H5AttributeValue): void {
  const { data, shape, dtype } = attributeData(value);
  file.create_attribute(name, data, shape, dtype);
}

function attributeData(value: H5AttributeValue): {
  data: GuessableDataTypes;
  shape: number[];
  dtype: Dtype;
} {
  const shape = Array.isArray(value) ? [value.length] : [];
  const items = (Array.isArray(value) ? value : [value]) as (string | number | boolean)[];
  if (items.every((item) => typeof item === 'string')) return { data: items, shape, dtype: 'S' };
  const numbers = items.map(Number);
  const small = numbers.every((item) => Number.isInteger(item) && Math.abs(item) < 2 ** 31);
  return { data: numbers, shape, dtype: small ? '<i' : '<d' };
}
