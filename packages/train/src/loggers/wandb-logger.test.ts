import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import crc32 from 'crc-32';
import type { RunPaths } from '@lfads/core';
import { decode } from 'fast-png';
import { beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { trajectoryFigure } from '../figures/trajectory-figure.js';
import { python, pythonFinds } from '../test-support/python.js';
import { type Message, readMessage, submessages, text } from '../test-support/read-events.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { WandbLogger } from './wandb-logger.js';

const config = { seed: 5, model: { lr_init: 0.004, readin: [{ in_features: 3 }] } };
const options = { folder: '', project: 'monkeys', tags: ['grasp'], name: 'first' };
const figure = trajectoryFigure({
  title: 'factors',
  axis: 'component',
  trajectories: [
    [
      [0, 1, 2],
      [1, 2, 0],
    ],
  ],
});

let paths: RunPaths;
beforeEach(async () => {
  const dir = await temporaryFolder();
  paths = { dir, checkpoints: join(dir, 'checkpoints') };
});

const folders = async () => (await readdir(join(paths.dir, 'wandb'))).sort();

/** Two epochs with a figure after the first; returns the run's folder. */
async function logARun(resumed = false, logger = new WandbLogger(options)): Promise<string> {
  await logger.start(paths, config, resumed);
  await logger.metrics({ 'valid/bps': 0.5, 'valid/r2': NaN }, 0, 12);
  await logger.figure('trajectory_plot/sess0', figure, 12);
  await logger.metrics({ 'valid/bps': 0.75 }, 1, 24);
  await logger.finish(true);
  return join(paths.dir, 'wandb', (await folders()).at(-1)!);
}

const datastore = async (folder: string) => {
  const name = (await readdir(folder)).find((file) => file.endsWith('.wandb'))!;
  return { name, path: join(folder, name), bytes: await readFile(join(folder, name)) };
};

/** The records of a `.wandb` file, put together from LevelDB's chunks; throws where a checksum does not fit. */
function rawRecords(file: Buffer): Buffer[] {
  expect(file.subarray(0, 7)).toEqual(Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0]));
  const found: Buffer[] = [];
  let parts: Buffer[] = [];
  for (let at = 7; at < file.length;) {
    const room = 32768 - (at % 32768);
    if (room < 7) {
      at += room;
      continue;
    }
    const [length, kind] = [file.readUInt16LE(at + 4), file[at + 6]!];
    const data = file.subarray(at + 7, at + 7 + length);
    const checksum = crc32.buf(file.subarray(at + 6, at + 7 + length)) >>> 0;
    if (file.readUInt32LE(at) !== checksum) throw new Error(`checksum at ${at}`);
    parts.push(data);
    if (kind === 1 || kind === 4) {
      found.push(Buffer.concat(parts));
      parts = [];
    }
    at += 7 + length;
  }
  return found;
}

const readDatastore = (file: Buffer): Message[] => rawRecords(file).map(readMessage);

const HEADER = 21;
const RUN = 17;
const HISTORY = 2;
const SUMMARY = 3;
const FILES = 6;
const EXIT = 18;

const itemsOf = (message: Message, field: number) =>
  Object.fromEntries(
    submessages(message, field).map((item) => [text(item, 1), JSON.parse(text(item, 16)!)]),
  );

describe('the Weights & Biases logger', () => {
  const logged = async () => readDatastore((await datastore(await logARun())).bytes);

  it('writes numbered records: header, run, its files, the rows with their summaries, the exit', async () => {
    const found = await logged();
    expect(found.map((record) => Number(record.get(1)![0]))).toEqual(found.map((_, i) => i + 1));
    expect(found.map((record) => [...record.keys()][1])).toEqual([
      HEADER,
      RUN,
      FILES,
      FILES,
      HISTORY,
      SUMMARY,
      HISTORY,
      SUMMARY,
      FILES,
      EXIT,
    ]);
  });

  it('describes the run and its configuration', async () => {
    const folder = await logARun();
    const found = readDatastore((await datastore(folder)).bytes);
    const run = submessages(found[1]!, RUN)[0]!;
    const id = /^offline-run-\d{8}_\d{6}-([a-z0-9]{8})$/.exec((await folders())[0]!)![1];
    expect([1, 3, 8, 10].map((field) => text(run, field))).toEqual([
      id,
      'monkeys',
      'first',
      'grasp',
    ]);
    expect((await datastore(folder)).name).toBe(`run-${id}.wandb`);
    expect(itemsOf(submessages(run, 4)[0]!, 1)).toEqual(config);
    expect(parse(await readFile(join(folder, 'files/config.yaml'), 'utf8'))).toEqual({
      seed: { value: config.seed },
      model: { value: config.model },
    });
    expect(
      JSON.parse(await readFile(join(folder, 'files/wandb-metadata.json'), 'utf8')),
    ).toMatchObject({ startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) });
  });

  it('writes a row per epoch, with NaN as text and figures as PNG files', async () => {
    const folder = await logARun();
    const rows = readDatastore((await datastore(folder)).bytes).flatMap((record) =>
      submessages(record, HISTORY).map((row) => itemsOf(row, 1)),
    );
    expect(rows).toMatchObject([
      { 'valid/bps': 0.5, 'valid/r2': 'NaN', epoch: 0, 'trainer/global_step': 12, _step: 0 },
      { 'valid/bps': 0.75, epoch: 1, 'trainer/global_step': 24, _step: 1 },
    ]);
    const image = rows[0]!['trajectory_plot/sess0'] as Record<string, string | number>;
    const png = decode(await readFile(join(folder, 'files', String(image.path))));
    expect(image).toMatchObject({
      _type: 'image-file',
      format: 'png',
      width: png.width,
      height: png.height,
    });
    const summary = await readFile(join(folder, 'files/wandb-summary.json'), 'utf8');
    expect(JSON.parse(summary)).toEqual(rows[1]);
  });

  it('splits records at the blocks of the file, wherever they end', async () => {
    const logger = new WandbLogger(options);
    await logger.start(paths, config, false);
    const names = [...Array(150).keys()];
    for (const epoch of names) await logger.metrics({ ['m'.repeat(31 * epoch)]: epoch }, epoch, 1);
    await logger.metrics({ ['m'.repeat(100_000)]: 1 }, 200, 1);
    await logger.finish(false);
    const { bytes } = await datastore(join(paths.dir, 'wandb', (await folders())[0]!));
    const found = readDatastore(bytes);
    expect(found.filter((record) => record.has(HISTORY))).toHaveLength(151);
    expect(Number(submessages(found.at(-1)!, EXIT)[0]!.get(1)![0])).toBe(1);
  });

  it('writes a new folder of the same id when the run is resumed', async () => {
    await logARun();
    await logARun(true);
    const ids = (await folders()).map((name) => name.split('-').at(-1));
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });
});

const READ = `
import json, sys, types, importlib.util
origin = importlib.util.find_spec('wandb').submodule_search_locations
package = types.ModuleType('wandb'); package.__path__ = list(origin); sys.modules['wandb'] = package
from google.protobuf.unknown_fields import UnknownFieldSet
from wandb.proto import wandb_internal_pb2 as pb
records = [pb.Record.FromString(bytes.fromhex(line)) for line in json.loads(sys.argv[1])]
def unknown(message):
    nested = [value if field.is_repeated else [value] for field, value in message.ListFields() if field.message_type]
    return len(UnknownFieldSet(message)) + sum(unknown(inner) for values in nested for inner in values)
def items(values): return {item.key: json.loads(item.value_json) for item in values}
print(json.dumps({
    'kinds': [record.WhichOneof('record_type') for record in records],
    'unknown': sum(map(unknown, records)),
    'run': [(r.run.project, r.run.display_name, list(r.run.tags), items(r.run.config.update), r.run.start_time.seconds > 10**9) for r in records if r.HasField('run')],
    'history': [(r.history.step.num, items(r.history.item).get('valid/bps')) for r in records if r.HasField('history')],
    'exit': [r.exit.exit_code for r in records if r.HasField('exit')],
}))
`;

describe.skipIf(!pythonFinds('wandb'))("what Weights & Biases' own messages read", () => {
  it('is run, configuration, rows and exit', async () => {
    const { bytes } = await datastore(await logARun());
    const raw = rawRecords(bytes).map((record) => record.toString('hex'));
    expect(await python(READ, JSON.stringify(raw))).toEqual({
      kinds: [
        'header',
        'run',
        'files',
        'files',
        'history',
        'summary',
        'history',
        'summary',
        'files',
        'exit',
      ],
      unknown: 0,
      run: [['monkeys', 'first', ['grasp'], config, true]],
      history: [
        [0, 0.5],
        [1, 0.75],
      ],
      exit: [0],
    });
  });
});
