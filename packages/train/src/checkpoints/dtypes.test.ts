import { expect, test } from 'vitest';
import { decodeSafetensors } from './safetensors.js';

/** A safetensors file with one array `x`. */
function fileOf(dtype: string, shape: number[], bytes: Uint8Array): Uint8Array {
  const header = JSON.stringify({ x: { dtype, shape, data_offsets: [0, bytes.length] } });
  const file = new Uint8Array(8 + header.length + bytes.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(new TextEncoder().encode(header), 8);
  file.set(bytes, 8 + header.length);
  return file;
}
const bytesOf = (array: { buffer: ArrayBufferLike }) => new Uint8Array(array.buffer);

test.each([
  ['F32', bytesOf(Float32Array.of(1.5, -2))],
  ['F64', bytesOf(Float64Array.of(1.5, -2))],
  ['F16', bytesOf(Uint16Array.of(0x3e00, 0xc000))],
  ['BF16', bytesOf(Uint16Array.of(0x3fc0, 0xc000))],
])('%s is read as float32', (dtype, bytes) => {
  const { shape, values } = decodeSafetensors(fileOf(dtype, [2], bytes), 'x').get('x')!;
  expect(shape).toEqual([2]);
  expect([...values]).toEqual([1.5, -2]);
});

test('whole numbers are refused by name', () => {
  const file = fileOf('I64', [1], new Uint8Array(8));
  expect(() => decodeSafetensors(file, 'x')).toThrow(/"x" has dtype I64, expected one of F32/);
});
