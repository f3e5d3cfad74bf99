import type { Dataset } from 'h5wasm/node';
import { dataError } from '../errors.js';
import { storedType, type StoredType } from './dataset-type.js';
import { decodeHalf, presentAsBits } from './half-float.js';
import { elementCount, type H5Array, type H5Dataset, type NumericArray } from './types.js';

/** Bytes that pass through the library's memory at once; larger datasets are read in pieces. */
const SLAB_BYTES = 64 * 2 ** 20;

/** Reads a dataset in the type it has in the file; booleans as 0/1 in a Uint8Array. */
export function readStored(path: string, key: string, dataset: Dataset): H5Dataset {
  const type = storedType(dataset);
  const shape = dataset.shape ?? [];
  if (type.kind === 'other') throw wrongType(path, key, type.name);
  if (type.kind === 'string') return { shape, data: readStrings(dataset) };
  if (type.kind === 'list') return paddedLists(dataset);
  if (type.kind === 'half') return { shape, data: readFloat32(path, key, dataset) };
  const data = new type.array(elementCount(shape));
  forEachSlab(dataset, type, (slab, offset) => {
    (data as Int8Array).set(slab as Int8Array, offset);
  });
  return { shape, data: type.bool ? new Uint8Array(data as Int8Array) : data };
}

/** Reads a numeric dataset; 64-bit integers become float64 when that loses nothing. */
export function readNumbers(path: string, key: string, dataset: Dataset): H5Array {
  const { shape, data } = readStored(path, key, dataset);
  if (Array.isArray(data)) throw wrongType(path, key, 'strings');
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return { shape, data: exactNumbers(path, key, data) };
  }
  return { shape, data: data as NumericArray };
}

/** Reads a numeric dataset of any type as float32, converting piece by piece. */
export function readFloat32(path: string, key: string, dataset: Dataset): Float32Array {
  const type = storedType(dataset);
  if (type.kind === 'string') throw wrongType(path, key, 'strings');
  if (type.kind === 'other') throw wrongType(path, key, type.name);
  if (type.kind === 'list') return Float32Array.from(paddedLists(dataset).data);
  const data = new Float32Array(elementCount(dataset.shape ?? []));
  forEachSlab(dataset, type, (slab, offset) => {
    const wide = slab instanceof BigInt64Array || slab instanceof BigUint64Array;
    data.set(wide ? exactNumbers(path, key, slab) : slab, offset);
  });
  return data;
}

type Slab = NumericArray | BigInt64Array | BigUint64Array;

function forEachSlab(
  dataset: Dataset,
  type: Extract<StoredType, { bytes: number }>,
  visit: (slab: Slab, offset: number) => void,
): void {
  const shape = dataset.shape ?? [];
  const total = elementCount(shape);
  if (total === 0) return;
  const half = type.kind === 'half';
  if (half) presentAsBits(dataset);
  const decode = (slab: Slab): Slab =>
    half ? Float32Array.from(slab as Uint16Array, decodeHalf) : slab;
  if (shape.length === 0) {
    const slab = half ? new Uint16Array(1) : new type.array(1);
    slab[0] = dataset.value as never;
    visit(decode(slab), 0);
    return;
  }
  const rows = shape[0] ?? 0;
  const rowLength = total / rows;
  const step = rowsPerSlab(rowLength * type.bytes, dataset.metadata.chunks?.[0] ?? 1);
  for (let from = 0; from < rows; from += step) {
    const to = Math.min(from + step, rows);
    visit(decode(dataset.slice([[from, to]]) as Slab), from * rowLength);
  }
}

/** As many rows as fit, in whole chunks, so that no chunk is decompressed twice. */
function rowsPerSlab(rowBytes: number, chunkRows: number): number {
  const fitting = Math.max(1, Math.floor(SLAB_BYTES / rowBytes));
  const whole = Math.floor(fitting / chunkRows) * chunkRows;
  return whole > 0 ? whole : chunkRows * rowBytes <= 8 * SLAB_BYTES ? chunkRows : fitting;
}

/** Lists of different lengths as rows of one array, with NaN behind the shorter ones. */
function paddedLists(dataset: Dataset): { shape: number[]; data: Float64Array } {
  const lists = dataset.to_array() as number[][];
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const data = new Float64Array(lists.length * longest).fill(NaN);
  lists.forEach((list, row) => data.set(list, row * longest));
  return { shape: [lists.length, longest], data };
}

function readStrings(dataset: Dataset): string[] {
  const { value } = dataset;
  return typeof value === 'string' ? [value] : ((value ?? []) as string[]);
}

function exactNumbers(
  path: string,
  key: string,
  data: BigInt64Array | BigUint64Array,
): Float64Array {
  const exact = new Float64Array(data.length);
  data.forEach((value, index) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) {
      throw dataError(
        'LFADS_DATA_PRECISION',
        `${path}: "${key}" holds ${value} (element ${index}), which no float holds exactly.`,
        'Store it as a smaller number, e.g. subtract an offset.',
      );
    }
    exact[index] = number;
  });
  return exact;
}

const wrongType = (path: string, key: string, found: string) =>
  dataError('LFADS_DATA_WRONG_TYPE', `${path}: "${key}" should hold numbers, but holds ${found}.`);
