import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import crc32c from 'crc-32/crc32c.js';
import type { RunPaths } from '@lfads/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { CsvLogger } from './csv-logger.js';
import { JsonLinesLogger } from './json-lines-logger.js';
import { TensorBoardLogger } from './tensorboard-logger.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';

let paths: RunPaths;
beforeEach(async () => {
  const dir = await temporaryFolder();
  paths = { dir, checkpoints: join(dir, 'checkpoints') };
});

describe('the CSV logger', () => {
  const csv = async () =>
    (await readFile(join(paths.dir, 'logs/metrics.csv'), 'utf8')).trim().split('\n');

  it('writes one row per epoch, with NaN as nan', async () => {
    const logger = new CsvLogger('logs');
    await logger.start(paths, {}, false);
    await logger.metrics({ 'train/loss': 2.5, 'train/r2': NaN }, 0, 10);
    await logger.metrics({ 'train/loss': 1.5, 'train/r2': 0.25 }, 1, 20);
    expect(await csv()).toEqual([
      'epoch,step,train/loss,train/r2',
      '0,10,2.5,nan',
      '1,20,1.5,0.25',
    ]);
  });

  it('adds columns that appear later, leaving older rows empty there', async () => {
    const logger = new CsvLogger('logs');
    await logger.start(paths, {}, false);
    await logger.metrics({ a: 1 }, 0, 1);
    await logger.metrics({ a: 2, b: 3 }, 1, 2);
    await logger.metrics({ b: 4 }, 2, 3);
    expect(await csv()).toEqual(['epoch,step,a,b', '0,1,1,', '1,2,2,3', '2,3,,4']);
  });

  it('drops, when resumed, the epochs that are done again', async () => {
    const first = new CsvLogger('logs');
    await first.start(paths, {}, false);
    for (const epoch of [0, 1, 2]) await first.metrics({ a: epoch }, epoch, epoch);
    const second = new CsvLogger('logs');
    await second.start(paths, {}, true);
    await second.metrics({ a: 10 }, 1, 1);
    await second.metrics({ a: 20 }, 2, 2);
    expect(await csv()).toEqual(['epoch,step,a', '0,0,0', '1,1,10', '2,2,20']);
  });
});

describe('the JSON lines logger', () => {
  it('writes one object per epoch', async () => {
    const logger = new JsonLinesLogger('');
    await logger.start(paths);
    await logger.metrics({ 'valid/bps': 0.5, 'valid/r2': NaN }, 3, 40);
    const lines = (await readFile(join(paths.dir, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { epoch: 3, step: 40, metrics: { 'valid/bps': 0.5, 'valid/r2': null } },
    ]);
  });
});

/** Decodes a TFRecord file of events, checking both checksums of every record. */
function readEvents(file: Buffer) {
  const masked = (bytes: Uint8Array) => {
    const crc = crc32c.buf(bytes) >>> 0;
    return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  };
  const events: {
    version?: string;
    step?: number;
    time?: number;
    scalars: Record<string, number>;
  }[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at));
    expect(file.readUInt32LE(at + 8)).toBe(masked(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(file.readUInt32LE(at + 12 + length)).toBe(masked(data));
    at += 16 + length;
    const event: (typeof events)[number] = { scalars: {} };
    const reader = new BinaryReader(data);
    while (reader.pos < reader.len) {
      const [field, wire] = reader.tag();
      if (field === 1) event.time = reader.double();
      else if (field === 2) event.step = Number(reader.int64());
      else if (field === 3) event.version = reader.string();
      else if (field === 5) {
        const summary = new BinaryReader(reader.bytes());
        while (summary.pos < summary.len) {
          summary.tag();
          const value = new BinaryReader(summary.bytes());
          value.tag();
          const tag = value.string();
          value.tag();
          event.scalars[tag] = value.float();
        }
      } else reader.skip(wire);
    }
    events.push(event);
  }
  return events;
}

describe('the TensorBoard logger', () => {
  it('computes CRC-32C as its specification says (RFC 3720, B.4)', () => {
    expect(crc32c.buf(new Uint8Array(32)) >>> 0).toBe(0x8a9136aa);
  });

  it('writes an event file with version, steps and scalars', async () => {
    const logger = new TensorBoardLogger('tb');
    await logger.start(paths);
    await logger.metrics({ 'valid/bps': 0.5, 'valid/r2': NaN }, 0, 12);
    await logger.metrics({ 'valid/bps': 0.75 }, 1, 24);
    const [file] = await readdir(join(paths.dir, 'tb'));
    const events = readEvents(await readFile(join(paths.dir, 'tb', file!)));
    expect(events.map(({ version, step, scalars }) => ({ version, step, scalars }))).toEqual([
      { version: 'brain.Event:2', step: undefined, scalars: {} },
      { version: undefined, step: 12, scalars: { 'valid/bps': 0.5, 'valid/r2': NaN, epoch: 0 } },
      { version: undefined, step: 24, scalars: { 'valid/bps': 0.75, epoch: 1 } },
    ]);
    expect(Math.abs(events[1]!.time! - Date.now() / 1000)).toBeLessThan(3600);
  });

  it('begins a new file when a run is resumed', async () => {
    for (let i = 0; i < 2; i++) await new TensorBoardLogger('').start(paths);
    const files = (await readdir(paths.dir)).filter((file) =>
      file.startsWith('events.out.tfevents.'),
    );
    expect(files).toHaveLength(2);
  });
});
