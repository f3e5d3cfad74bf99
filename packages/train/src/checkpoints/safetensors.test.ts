import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

const arrays = new Map([
  ['decoder.weight', { shape: [2, 3], values: Float32Array.of(1, -2.5, 3, NaN, Infinity, 1e-40) }],
  ['größe', { shape: [1], values: Float32Array.of(7) }],
  ['empty', { shape: [0, 4], values: new Float32Array(0) }],
]);

describe('safetensors files', () => {
  it('give back every array bit for bit', () => {
    const read = decodeSafetensors(encodeSafetensors(arrays), 'test');
    expect([...read.keys()]).toEqual([...arrays.keys()]);
    for (const [name, { shape, values }] of arrays) {
      expect(read.get(name)!.shape).toEqual(shape);
      expect(new Uint8Array(read.get(name)!.values.buffer)).toEqual(new Uint8Array(values.buffer));
    }
  });

  it('have the layout of the format: header length, JSON header, aligned data', () => {
    const file = encodeSafetensors(arrays, { format: 'pt' });
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
    expect(header['decoder.weight']).toEqual({
      dtype: 'F32',
      shape: [2, 3],
      data_offsets: [0, 24],
    });
    expect(header.__metadata__).toEqual({ format: 'pt' });
    expect(file.byteLength).toBe(8 + length + 28);
  });

  it.each([
    ['nothing', (f: Uint8Array) => f.subarray(0, 3), /it has 3 bytes/],
    ['half a header', (f: Uint8Array) => f.subarray(0, 40), /its header should end at byte/],
    ['half the data', (f: Uint8Array) => f.subarray(0, f.length - 8), /the file ends at/],
    [
      'a scrambled header',
      (f: Uint8Array) => f.slice().fill(0x7b, 8, 20),
      /its header is not JSON/,
    ],
  ])('that hold %s are refused with a clear error', (_, damage, message) => {
    expect(() => decodeSafetensors(damage(encodeSafetensors(arrays)), 'a.safetensors')).toThrow(
      message,
    );
  });
});
