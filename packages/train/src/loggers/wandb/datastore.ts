import { appendFile, writeFile } from 'node:fs/promises';
import crc32 from 'crc-32';

const BLOCK = 32768;
const HEADER = 7;
/** Kinds of a chunk, by whether a record begins and ends with it. */
const KIND = { whole: 1, first: 2, middle: 3, last: 4 } as const;
/** ":W&B", magic number, version 0. */
const FILE_HEADER = Uint8Array.of(0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0);

function chunk(kind: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER + data.length);
  const view = new DataView(bytes.buffer);
  bytes[6] = kind;
  bytes.set(data, HEADER);
  view.setUint32(0, crc32.buf(bytes.subarray(6)) >>> 0, true);
  view.setUint16(4, data.length, true);
  return bytes;
}

/** A record as chunks that fit into the blocks of a file which is `offset` bytes long. */
export function toChunks(record: Uint8Array, offset: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let room = BLOCK - (offset % BLOCK);
  let at = 0;
  do {
    if (room < HEADER) {
      chunks.push(new Uint8Array(room));
      room = BLOCK;
    }
    const end = Math.min(record.length, at + room - HEADER);
    const ends = end === record.length;
    const kind = at === 0 ? (ends ? KIND.whole : KIND.first) : ends ? KIND.last : KIND.middle;
    chunks.push(chunk(kind, record.subarray(at, end)));
    room -= HEADER + end - at;
    at = end;
  } while (at < record.length);
  return chunks;
}

/** Appends records to a `.wandb` file: LevelDB's log format (blocks of 32 KiB) behind a header of 7 bytes. */
export class Datastore {
  private length = 0;

  constructor(private readonly path: string) {}

  async create(): Promise<void> {
    await writeFile(this.path, FILE_HEADER);
    this.length = FILE_HEADER.length;
  }

  async append(record: Uint8Array): Promise<void> {
    const bytes = Buffer.concat(toChunks(record, this.length));
    await appendFile(this.path, bytes);
    this.length += bytes.length;
  }
}
