import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import crc32c from 'crc-32/crc32c.js';

/** A protobuf message by field numbers: every value, in order. Lengths stay bytes. */
export type Message = Map<number, (bigint | number | Uint8Array)[]>;

/** Decodes a message without knowing its type; 64-bit fields are doubles, 32-bit ones floats. */
export function readMessage(bytes: Uint8Array): Message {
  const message: Message = new Map();
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    const value =
      wire === WireType.Varint
        ? BigInt(reader.int64())
        : wire === WireType.Bit64
          ? reader.double()
          : wire === WireType.Bit32
            ? reader.float()
            : reader.bytes();
    message.set(field, [...(message.get(field) ?? []), value]);
  }
  return message;
}

/** The messages in a field. */
export const submessages = (message: Message, field: number): Message[] =>
  (message.get(field) ?? []).map((bytes) => readMessage(bytes as Uint8Array));

export const text = (message: Message, field: number): string | undefined => {
  const bytes = message.get(field)?.[0] as Uint8Array | undefined;
  return bytes && Buffer.from(bytes).toString('utf8');
};

const masked = (bytes: Uint8Array) => {
  const crc = crc32c.buf(bytes) >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
};

/** The messages of a TFRecord file; throws where a checksum or a length does not fit. */
export function readRecords(file: Buffer): Message[] {
  const messages: Message[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at));
    const data = file.subarray(at + 12, at + 12 + length);
    if (file.readUInt32LE(at + 8) !== masked(file.subarray(at, at + 8))) throw new Error('length');
    if (file.readUInt32LE(at + 12 + length) !== masked(data)) throw new Error('checksum');
    messages.push(readMessage(data));
    at += 16 + length;
  }
  return messages;
}
