import { decodeHalf } from '@lfads/data';

interface DType {
  readonly bytes: number;
  /** @param buffer of whole values, little endian */
  toFloat32(buffer: ArrayBuffer): Float32Array;
}

/** bfloat16 is the upper half of a float32. */
const brain = (buffer: ArrayBuffer): Float32Array =>
  new Float32Array(Uint32Array.from(new Uint16Array(buffer), (bits) => bits * 0x10000).buffer);

/** The floating-point types of safetensors files that PyTorch models are saved with. */
export const dtypes: ReadonlyMap<string, DType> = new Map([
  ['F32', { bytes: 4, toFloat32: (buffer: ArrayBuffer) => new Float32Array(buffer) }],
  [
    'F64',
    { bytes: 8, toFloat32: (buffer: ArrayBuffer) => Float32Array.from(new Float64Array(buffer)) },
  ],
  [
    'F16',
    {
      bytes: 2,
      toFloat32: (buffer: ArrayBuffer) => Float32Array.from(new Uint16Array(buffer), decodeHalf),
    },
  ],
  ['BF16', { bytes: 2, toFloat32: brain }],
]);
