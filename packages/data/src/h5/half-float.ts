import type { Dataset } from 'h5wasm/node';

/** IEEE 754 binary16 to number. */
export function decodeHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Makes h5wasm, which does not decode float16, give the bits as a Uint16Array. */
export function presentAsBits(dataset: Dataset): void {
  Object.assign(dataset.metadata, { type: 0, signed: false });
}
