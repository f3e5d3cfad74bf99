export type NumericArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** A numeric dataset, row-major. `shape` is `[]` for a scalar, whose `data` has one element. */
export interface H5Array {
  readonly shape: readonly number[];
  readonly data: NumericArray;
}

/** A dataset as it is in the file: numbers, 64-bit integers or strings. */
export interface H5Dataset {
  readonly shape: readonly number[];
  readonly data: NumericArray | BigInt64Array | BigUint64Array | readonly string[];
}

export type H5AttributeValue = string | number | boolean | readonly H5AttributeValue[];

export const elementCount = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

export const formatShape = (shape: readonly number[]): string =>
  shape.length === 0 ? 'a scalar' : shape.join(' x ');
