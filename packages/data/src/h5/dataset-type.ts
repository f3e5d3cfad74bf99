import type { Dataset } from 'h5wasm/node';
import type { NumericArray } from './types.js';

type NativeArray = NumericArray | BigInt64Array | BigUint64Array;
export type NativeConstructor = new (length: number) => NativeArray;

/** How a dataset is stored, as far as this package tells types apart. */
export type StoredType =
  | { kind: 'number'; bytes: number; array: NativeConstructor; bool: boolean }
  | { kind: 'half'; bytes: 2 }
  | { kind: 'string' }
  | { kind: 'list' }
  | { kind: 'other'; name: string };

const INTEGER = 0;
const FLOAT = 1;
const STRING = 3;
const ENUM = 8;
const LIST = 9;
const OTHER_NAMES: Record<number, string> = {
  2: 'times',
  4: 'bit fields',
  5: 'opaque bytes',
  6: 'compound records',
  7: 'references',
  9: 'variable-length lists of no numbers',
  10: 'array elements',
};

const INTEGERS: Record<string, NativeConstructor> = {
  true1: Int8Array,
  false1: Uint8Array,
  true2: Int16Array,
  false2: Uint16Array,
  true4: Int32Array,
  false4: Uint32Array,
  true8: BigInt64Array,
  false8: BigUint64Array,
};

export function storedType(dataset: Dataset): StoredType {
  const { type, size, signed, enum_type: enumType, vlen_type: items, shape } = dataset.metadata;
  if (shape === null) return { kind: 'other', name: 'nothing (a null dataspace)' };
  if (type === LIST && (items?.type === INTEGER || items?.type === FLOAT)) return { kind: 'list' };
  if (type === STRING) return { kind: 'string' };
  if (type === FLOAT) {
    if (size === 2) return { kind: 'half', bytes: 2 };
    if (size === 4) return { kind: 'number', bytes: 4, array: Float32Array, bool: false };
    if (size === 8) return { kind: 'number', bytes: 8, array: Float64Array, bool: false };
    return { kind: 'other', name: `${size * 8}-bit floats` };
  }
  const integer = INTEGERS[`${signed}${size}`];
  if ((type === INTEGER || type === ENUM) && integer !== undefined) {
    const { members } = enumType ?? { members: {} as Record<string, number> };
    const bool = type === ENUM && members['FALSE'] === 0 && members['TRUE'] === 1;
    return { kind: 'number', bytes: size, array: integer, bool };
  }
  return { kind: 'other', name: OTHER_NAMES[type] ?? 'values of an unknown type' };
}
