import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { File, Module } from 'h5wasm/node';
import { afterAll, describe, expect, it } from 'vitest';
import { readH5, readH5Attributes } from './read.js';
import { elementCount, type H5Dataset } from './types.js';
import { appendH5, writeH5 } from './write.js';

const folder = mkdtempSync(join(tmpdir(), 'lfads-h5-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

/** "lists" of variable length: [0, 2], [1], []. */
const LISTS_BY_H5PY =
  'H4sIAOPPCWsC/+3WsQrCMBAG4LuESimIRTqom6s4FEcnwaIdCoW+heAidfABXHwNfQHBxSdz1bS9lCpO4qDwfxCOS49wR4b0EEeLtjfwtOuSdRdhr8pD2R9uRqc0jjJFO9VtFlqeIiZq+WSCs17l2/xiz4zoK6a3bF+2wMQcEClm1vKtjgFx30S/WGaqarAZOaY7rVzTuWbZrEejM/2dcTI5EgAAwCdU8QjKY8iybK7e1C/naVLUlK+r1DfSp3Ob0f5d8EvdtYM7AAAAAAAAAPg1D5DPoGQwGAAA';

const one = (data: H5Dataset['data'], shape: number[] = [data.length]) =>
  new Map<string, H5Dataset>([['x', { shape, data }]]);

const arrays = {
  int8: [fc.integer({ min: -128, max: 127 }), Int8Array],
  uint8: [fc.integer({ min: 0, max: 255 }), Uint8Array],
  int16: [fc.integer({ min: -32768, max: 32767 }), Int16Array],
  uint16: [fc.integer({ min: 0, max: 65535 }), Uint16Array],
  int32: [fc.integer(), Int32Array],
  uint32: [fc.nat(2 ** 31 - 1), Uint32Array],
  float32: [fc.float(), Float32Array],
  float64: [fc.double(), Float64Array],
} as const;

describe('what was written', () => {
  it.each(Object.entries(arrays))('is read back: %s of any shape', async (_, [value, Type]) => {
    const shaped = fc
      .array(fc.nat(4), { maxLength: 4 })
      .chain((shape) =>
        fc.tuple(
          fc.constant(shape),
          fc.array(value, { minLength: elementCount(shape), maxLength: elementCount(shape) }),
          fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(shaped, async ([shape, values, compression]) => {
        const data = Type.from(values);
        const path = at('round-trip.h5');
        await writeH5(path, one(data, shape), {}, compression === undefined ? {} : { compression });
        expect((await readH5(path)).get('x')).toEqual({ shape, data });
      }),
      { numRuns: 30 },
    );
  });

  it('keeps 64-bit integers as exact float64', async () => {
    await writeH5(at('i64.h5'), one(new BigInt64Array([-3n, 0n, 2n ** 53n - 1n])));
    const { data } = (await readH5(at('i64.h5'))).get('x')!;
    expect(data).toEqual(new Float64Array([-3, 0, 2 ** 53 - 1]));
  });

  it('is refused when a 64-bit integer has no exact float', async () => {
    await writeH5(at('u64.h5'), one(new BigUint64Array([1n, 2n ** 60n + 1n])));
    await expect(readH5(at('u64.h5'))).rejects.toMatchObject({
      code: 'LFADS_DATA_PRECISION',
      message: expect.stringContaining('element 1'),
    });
  });

  it('walks groups and passes over strings unless they are asked for', async () => {
    const path = at('groups.h5');
    const datasets = new Map<string, H5Dataset>([
      ['params/readout.weight', { shape: [2, 2], data: new Float32Array([1, 2, 3, 4]) }],
      ['params/deep/b', { shape: [], data: new Float64Array([7]) }],
      ['names', { shape: [2], data: ['left', 'rechts ü'] }],
    ]);
    await writeH5(path, datasets);
    expect([...(await readH5(path)).keys()]).toEqual(['params/deep/b', 'params/readout.weight']);
    await expect(readH5(path, ['names'])).rejects.toMatchObject({ code: 'LFADS_DATA_WRONG_TYPE' });
  });

  it('pads lists of different lengths, as h5py writes trials by condition', async () => {
    writeFileSync(at('lists.h5'), gunzipSync(Buffer.from(LISTS_BY_H5PY, 'base64')));
    const expected = { shape: [3, 2], data: new Float64Array([0, 2, 1, NaN, NaN, NaN]) };
    expect((await readH5(at('lists.h5'))).get('lists')).toEqual(expected);
  });

  it('carries attributes', async () => {
    const attributes = { bin_width_ms: 10, rate: 0.12, big: 2 ** 40, note: 'ü', list: [1.5, 2] };
    await writeH5(at('attributes.h5'), one(new Float32Array(1)), attributes);
    expect(await readH5Attributes(at('attributes.h5'))).toEqual(attributes);
  });

  it('is read piece by piece when it is large, with the same result', async () => {
    const data = new Float32Array(40 * 1000 * 500);
    data.forEach((_, i) => (data[i] = i % 977));
    await writeH5(at('large.h5'), one(data, [40, 1000, 500]));
    const before = Module.HEAPU8.length;
    const read = (await readH5(at('large.h5'))).get('x')!;
    expect(Buffer.compare(Buffer.from(read.data.buffer), Buffer.from(data.buffer))).toBe(0);
    expect(Module.HEAPU8.length - before).toBeLessThan(2 * 64 * 2 ** 20);
  });

  it('can be larger than one piece of writing', async () => {
    const data = new Uint8Array(300 * 2 ** 20);
    for (let i = 0; i < 300 * 1024; i++) data.fill(i % 251, i * 1024, (i + 1) * 1024);
    await writeH5(at('huge.h5'), one(data, [300, 1024, 1024]));
    const read = (await readH5(at('huge.h5'))).get('x')!;
    expect(read.shape).toEqual([300, 1024, 1024]);
    expect(Buffer.compare(Buffer.from(read.data.buffer), Buffer.from(data.buffer))).toBe(0);
    rmSync(at('huge.h5'));
  });

  it('reads float16, which other programs write', async () => {
    // A float32 dataset whose type, in the file, is changed to IEEE binary16.
    const bits = new Uint16Array([0x3c00, 0xc000, 0x3555, 0x0001, 0x7c00, 0x7bff]);
    const [x, spare] = [new Float32Array(bits.buffer), new Float32Array(3)];
    const file = new File(at('half.h5'), 'w', { libver: ['earliest', 'latest'] });
    file.create_dataset({ name: 'half', data: Float32Array.of(...x, ...spare) });
    file.close();
    const bytes = readFileSync(at('half.h5'));
    const type = bytes.indexOf(Buffer.from('11201f00040000000000200017080017', 'hex'));
    Buffer.from('11200f000200000000001000' + '0a05000a0f', 'hex').copy(bytes, type);
    writeFileSync(at('half.h5'), bytes);
    const { data } = (await readH5(at('half.h5'), ['half'])).get('half')!;
    expect([...data]).toEqual([1, -2, 0.333251953125, 2 ** -24, Infinity, 65504]);
  });
});

describe('appending', () => {
  it('adds datasets and keeps what was there', async () => {
    const path = at('append.h5');
    await writeH5(path, one(new Int16Array([1, 2])), { note: 'kept' });
    await appendH5(path, new Map([['g/y', { shape: [1], data: new Float32Array([5]) }]]));
    expect([...(await readH5(path)).keys()]).toEqual(['g/y', 'x']);
    expect(await readH5Attributes(path)).toEqual({ note: 'kept' });
  });

  it('leaves the old file and no temporary one when it fails', async () => {
    const path = at('twice.h5');
    await writeH5(path, one(new Int16Array([1, 2])));
    const before = readFileSync(path);
    await expect(appendH5(path, one(new Float32Array(2)))).rejects.toMatchObject({
      code: 'LFADS_DATA_WRITE_FAILED',
      message: expect.stringContaining('already exists'),
    });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('a file that cannot be read', () => {
  it('is reported when it is not there', async () => {
    await expect(readH5(at('absent.h5'))).rejects.toMatchObject({
      code: 'LFADS_DATA_FILE_NOT_FOUND',
      message: expect.stringContaining('absent.h5'),
    });
  });

  it.each([
    ['text', Buffer.from('hello, this is no HDF5 file')],
    ['nothing', Buffer.alloc(0)],
  ])('is reported when it holds %s', async (_, contents) => {
    writeFileSync(at('not.h5'), contents);
    await expect(readH5(at('not.h5'))).rejects.toMatchObject({ code: 'LFADS_DATA_NOT_HDF5' });
  });

  it('is reported when it is a folder', async () => {
    await expect(readH5(folder)).rejects.toMatchObject({ code: 'LFADS_DATA_NOT_HDF5' });
  });

  it('is reported when it was cut short', async () => {
    await writeH5(at('whole.h5'), one(new Float64Array(1000)));
    writeFileSync(at('cut.h5'), readFileSync(at('whole.h5')).subarray(0, 5000));
    await expect(readH5(at('cut.h5'))).rejects.toMatchObject({
      code: 'LFADS_DATA_UNREADABLE',
      message: expect.stringContaining('truncated'),
    });
  });

  it('is reported when compressed bytes are damaged, instead of giving wrong numbers', async () => {
    const data = Float64Array.from({ length: 4000 }, (_, i) => Math.sin(i * i));
    await writeH5(at('sound.h5'), one(data), {}, { compression: 6 });
    const bytes = readFileSync(at('sound.h5'));
    bytes.fill(7, bytes.length - 9000, bytes.length - 6000);
    writeFileSync(at('damaged.h5'), bytes);
    await expect(readH5(at('damaged.h5'))).rejects.toMatchObject({ code: 'LFADS_DATA_UNREADABLE' });
  });

  it('names the keys there are and the nearest one when a key is missing', async () => {
    await writeH5(
      at('keys.h5'),
      new Map([
        ['train_encod_dat', { shape: [1], data: new Float32Array(1) }],
        ['other', { shape: [1], data: new Float32Array(1) }],
      ]),
    );
    await expect(readH5(at('keys.h5'), ['train_encod_data'])).rejects.toMatchObject({
      code: 'LFADS_DATA_MISSING_KEY',
      message: expect.stringMatching(/keys\.h5.*"train_encod_data".*other, train_encod_dat/s),
      hint: 'Did you mean "train_encod_dat"?',
    });
  });
});

it.skipIf(!existsSync('/proc/self/fd'))(
  'opening many times keeps no file and no memory',
  async () => {
    const path = at('many.h5');
    await writeH5(path, one(new Float32Array(50_000)));
    await readH5(path);
    const open = readdirSync('/proc/self/fd').length;
    const memory = Module.HEAPU8.length;
    for (let i = 0; i < 300; i++) await readH5(path);
    expect(readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(open);
    expect(Module.HEAPU8.length).toBe(memory);
  },
);
