import { LfadsError, type NamedArray } from '@lfads/core';
import { dtypes } from './dtypes.js';

export type { NamedArray };

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

const HEADER_LENGTH_BYTES = 8;

/**
 * Serialises float32 arrays in the safetensors format: the header's length (uint64, little endian), a
 * JSON header with dtype, shape and byte range of each array, then the arrays. Python's `safetensors`
 * reads it.
 */
export function encodeSafetensors(
  arrays: ReadonlyMap<string, NamedArray>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header: Record<string, HeaderEntry | Record<string, string>> = {
    __metadata__: { ...metadata },
  };
  let offset = 0;
  for (const [name, { shape, values }] of arrays) {
    const end = offset + values.byteLength;
    header[name] = { dtype: 'F32', shape: [...shape], data_offsets: [offset, end] };
    offset = end;
  }
  const bytes = new TextEncoder().encode(JSON.stringify(header));
  const start = HEADER_LENGTH_BYTES + Math.ceil(bytes.length / 8) * 8;
  const file = new Uint8Array(start + offset).fill(0x20, HEADER_LENGTH_BYTES, start);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - HEADER_LENGTH_BYTES), true);
  file.set(bytes, HEADER_LENGTH_BYTES);
  let position = start;
  for (const { values } of arrays.values()) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), position);
    position += values.byteLength;
  }
  return file;
}

const corrupt = (source: string, what: string) =>
  new LfadsError(
    'LFADS_CHECKPOINT_CORRUPT',
    `${source} is not a complete safetensors file: ${what}.`,
    'The file was damaged or cut short; use another checkpoint.',
  );

function parseHeader(file: Uint8Array, source: string) {
  if (file.byteLength < HEADER_LENGTH_BYTES)
    throw corrupt(source, `it has ${file.byteLength} bytes`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const start = HEADER_LENGTH_BYTES + length;
  if (start > file.byteLength) {
    throw corrupt(source, `its header should end at byte ${start}, the file at ${file.byteLength}`);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(
      file.subarray(HEADER_LENGTH_BYTES, start),
    );
    return { header: JSON.parse(text) as Record<string, HeaderEntry>, start };
  } catch (error) {
    throw corrupt(source, `its header is not JSON (${(error as Error).message})`);
  }
}

/**
 * Reads the floating-point arrays of a safetensors file (F32, F64, F16, BF16), as float32.
 * @param source names the file in errors
 * @throws LfadsError LFADS_CHECKPOINT_CORRUPT when it is cut short, damaged, or holds another dtype
 */
export function decodeSafetensors(file: Uint8Array, source: string): Map<string, NamedArray> {
  const { header, start } = parseHeader(file, source);
  const arrays = new Map<string, NamedArray>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { dtype, shape, data_offsets: [from, to] = [NaN, NaN] } = entry;
    const type = dtypes.get(dtype);
    if (!type) {
      const known = [...dtypes.keys()].join(', ');
      throw corrupt(source, `"${name}" has dtype ${dtype}, expected one of ${known}`);
    }
    const size = shape.reduce((product, axis) => product * axis, 1);
    if (!(from >= 0 && to - from === size * type.bytes)) {
      throw corrupt(source, `"${name}" has shape [${shape.join(', ')}] but ${to - from} bytes`);
    }
    if (start + to > file.byteLength) {
      throw corrupt(
        source,
        `"${name}" should end at byte ${start + to}, the file ends at ${file.byteLength}`,
      );
    }
    const values = type.toFloat32(new Uint8Array(file.subarray(start + from, start + to)).buffer);
    arrays.set(name, { shape, values });
  }
  return arrays;
}
