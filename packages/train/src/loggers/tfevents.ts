import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import crc32c from 'crc-32/crc32c.js';
import type { PngImage } from '../figures/rasterise.js';

/** CRC-32C, rotated and offset as TFRecord files store it. */
function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c.buf(bytes) >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** One TFRecord: length (uint64), its masked CRC, the data, its masked CRC; all little endian. */
export function encodeRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(8 + 4 + data.length + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc(data), true);
  return record;
}

/** The first record of an event file, a tensorflow.Event: wall_time = 1 (seconds), file_version = 3. */
export const encodeFileVersion = (wallTime: number): Uint8Array =>
  new BinaryWriter()
    .tag(1, WireType.Bit64)
    .double(wallTime)
    .tag(3, WireType.LengthDelimited)
    .string('brain.Event:2')
    .finish();

/** Writes the fields of one Summary.Value: tag = 1, and what it holds. */
export type SummaryValue = (value: BinaryWriter) => void;

/** tensorflow.Event with a summary: wall_time = 1, step = 2 (int64), summary = 5 { value = 1, repeated }. */
export function encodeSummary(
  values: readonly SummaryValue[],
  step: number,
  wallTime: number,
): Uint8Array {
  const event = new BinaryWriter();
  event.tag(1, WireType.Bit64).double(wallTime);
  event.tag(2, WireType.Varint).int64(step);
  event.tag(5, WireType.LengthDelimited).fork();
  for (const write of values) {
    event.tag(1, WireType.LengthDelimited).fork();
    write(event);
    event.join();
  }
  return event.join().finish();
}

/** simple_value = 2 (float). */
export const scalar =
  (tag: string, value: number): SummaryValue =>
  (writer) =>
    writer
      .tag(1, WireType.LengthDelimited)
      .string(tag)
      .tag(2, WireType.Bit32)
      .float(Number.isFinite(value) ? Math.fround(value) : value);

const RGBA = 4;

/** image = 4 { height = 1, width = 2, colorspace = 3, encoded_image_string = 4 }. */
export const image =
  (tag: string, { height, width, bytes }: PngImage): SummaryValue =>
  (writer) =>
    writer
      .tag(1, WireType.LengthDelimited)
      .string(tag)
      .tag(4, WireType.LengthDelimited)
      .fork()
      .tag(1, WireType.Varint)
      .int32(height)
      .tag(2, WireType.Varint)
      .int32(width)
      .tag(3, WireType.Varint)
      .int32(RGBA)
      .tag(4, WireType.LengthDelimited)
      .bytes(bytes)
      .join();
