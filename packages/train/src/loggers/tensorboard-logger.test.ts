import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import crc32c from 'crc-32/crc32c.js';
import type { RunPaths } from '@lfads/core';
import { decode } from 'fast-png';
import { beforeEach, describe, expect, it } from 'vitest';
import { trajectoryFigure } from '../figures/trajectory-figure.js';
import { python, pythonHas } from '../test-support/python.js';
import { readRecords, readMessage, submessages, text } from '../test-support/read-events.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { TensorBoardLogger } from './tensorboard-logger.js';

const config = {
  seed: 5,
  model: { lr_init: 0.004, variational: true, readin: [{ in_features: 3 }], ic_prior: null },
  datamodule: { datafile_pattern: 'lorenz.h5' },
};

let paths: RunPaths;
beforeEach(async () => {
  const dir = await temporaryFolder();
  paths = { dir, checkpoints: join(dir, 'checkpoints') };
});

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

/** Two epochs with a figure after the first. */
async function logARun(): Promise<string> {
  const logger = new TensorBoardLogger('tb');
  await logger.start(paths, config);
  await logger.metrics({ 'valid/bps': 0.5, 'valid/r2': NaN, hp_metric: 3 }, 0, 12);
  await logger.figure('trajectory_plot/sess0', figure, 12);
  await logger.metrics({ 'valid/bps': 0.75, hp_metric: 2 }, 1, 24);
  await logger.finish(true);
  return join(paths.dir, 'tb');
}

async function events() {
  const folder = await logARun();
  const [file] = await readdir(folder);
  return readRecords(await readFile(join(folder, file!)));
}

/** The values of all summaries, by their tags. */
const values = async () =>
  (await events()).flatMap((event) =>
    submessages(event, 5).flatMap((summary) =>
      submessages(summary, 1).map((value) => ({
        tag: text(value, 1)!,
        step: Number(event.get(2)![0]),
        value,
      })),
    ),
  );

describe('the TensorBoard logger', () => {
  it('computes CRC-32C as its specification says (RFC 3720, B.4)', () => {
    expect(crc32c.buf(new Uint8Array(32)) >>> 0).toBe(0x8a9136aa);
  });

  it('begins the file with its version, and gives every event its time', async () => {
    const [first, ...others] = await events();
    expect(text(first!, 3)).toBe('brain.Event:2');
    for (const event of others) {
      expect(Math.abs((event.get(1)![0] as number) - Date.now() / 1000)).toBeLessThan(3600);
    }
  });

  it('writes the scalars of every epoch at its step', async () => {
    const scalars = (await values()).filter(({ value }) => value.has(2));
    expect(scalars.map(({ tag, step, value }) => [tag, step, value.get(2)![0]])).toEqual([
      ['valid/bps', 12, 0.5],
      ['valid/r2', 12, NaN],
      ['hp_metric', 12, 3],
      ['epoch', 12, 0],
      ['valid/bps', 24, 0.75],
      ['hp_metric', 24, 2],
      ['epoch', 24, 1],
    ]);
  });

  it('writes figures as PNG images, with their text drawn', async () => {
    const [found, ...others] = (await values()).filter(({ value }) => value.has(4));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ tag: 'trajectory_plot/sess0', step: 12 });
    const [image] = submessages(found!.value, 4);
    const png = decode(image!.get(4)![0] as Uint8Array);
    expect([Number(image!.get(1)![0]), Number(image!.get(2)![0])]).toEqual([png.height, png.width]);
    expect(Number(image!.get(3)![0])).toBe(png.channels);
    const title = Array.from({ length: 30 }, (_, y) =>
      png.data.subarray(y * png.width * png.channels, (y + 1) * png.width * png.channels),
    );
    expect(title.some((row) => row.some((value) => value < 100))).toBe(true);
  });

  it("writes the hyper-parameters as TensorBoard's HParams plugin stores them", async () => {
    const hparams = (await values()).filter(({ tag }) => tag.startsWith('_hparams_/'));
    expect(hparams.map(({ tag }) => tag)).toEqual([
      '_hparams_/experiment',
      '_hparams_/session_start_info',
      '_hparams_/session_end_info',
    ]);
    const contents = hparams.map(({ value }) => {
      const [plugin] = submessages(submessages(value, 9)[0]!, 1);
      expect(text(plugin!, 1)).toBe('hparams');
      return readMessage(plugin!.get(2)![0] as Uint8Array);
    });
    const start = submessages(contents[1]!, 3)[0]!;
    const parameters = submessages(start, 1).map((entry) => {
      const value = submessages(entry, 2)[0]!;
      return [text(entry, 1), value.get(2)?.[0] ?? text(value, 3) ?? value.get(4)![0]];
    });
    expect(parameters).toEqual([
      ['seed', 5],
      ['model.lr_init', 0.004],
      ['model.variational', 1n],
      ['model.readin', '[{"in_features":3}]'],
      ['model.ic_prior', 'null'],
      ['datamodule.datafile_pattern', 'lorenz.h5'],
    ]);
    expect(Number(submessages(contents[2]!, 4)[0]!.get(1)![0])).toBe(1);
  });

  it('begins a new file when a run is resumed', async () => {
    for (let i = 0; i < 2; i++) await new TensorBoardLogger('').start(paths, config);
    const files = (await readdir(paths.dir)).filter((file) =>
      file.startsWith('events.out.tfevents.'),
    );
    expect(files).toHaveLength(2);
  });
});

const READ = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing import data_provider, plugin_event_multiplexer
from tensorboard.plugins import base_plugin
from tensorboard.plugins.hparams import api_pb2, backend_context, list_session_groups

run = EventAccumulator(sys.argv[1]); run.Reload()
multiplexer = plugin_event_multiplexer.EventMultiplexer({'run': sys.argv[1]}); multiplexer.Reload()
provider = data_provider.MultiplexerDataProvider(multiplexer, sys.argv[1])
context = backend_context.Context(base_plugin.TBContext(data_provider=provider))
from tensorboard import context as contexts
request_context = contexts.RequestContext()
metadata = context.hparams_metadata(request_context, 'e')
experiment = context.experiment_from_metadata(request_context, 'e', True, metadata, [])
names = sorted(info.name for info in experiment.hparam_infos)
request = api_pb2.ListSessionGroupsRequest(
    col_params=[api_pb2.ColParams(hparam=name) for name in names],
    allowed_statuses=[0, 1, 2, 3], start_index=0, slice_size=10)
groups = list_session_groups.Handler(request_context, context, 'e', request).run().session_groups
from google.protobuf import json_format
session = groups[0].sessions[0]
images = [(i.step, i.width, i.height, len(i.encoded_image_string)) for i in
          run.Images('trajectory_plot/sess0')] if run.Tags()['images'] else []
print(json.dumps({
    'scalars': {tag: [(s.step, s.value) for s in run.Scalars(tag)] for tag in ['valid/bps', 'hp_metric']},
    'images': images,
    'hparams': {name: json_format.MessageToDict(value) for name, value in groups[0].hparams.items()},
    'status': session.status,
    'metrics': {m.name.tag: m.value for m in groups[0].metric_values if m.value == m.value},
}))
`;

describe.skipIf(!pythonHas('tensorboard'))('what TensorBoard itself reads', () => {
  it('is the scalars, the image, the hyper-parameters with their metrics, and the status', async () => {
    const found = (await python(READ, await logARun())) as Record<string, unknown>;
    expect(found).toMatchObject({
      scalars: {
        'valid/bps': [
          [12, 0.5],
          [24, 0.75],
        ],
        hp_metric: [
          [12, 3],
          [24, 2],
        ],
      },
      images: [[12, expect.any(Number), expect.any(Number), expect.any(Number)]],
      hparams: {
        seed: 5,
        'model.lr_init': 0.004,
        'model.variational': true,
        'model.readin': '[{"in_features":3}]',
        'model.ic_prior': 'null',
        'datamodule.datafile_pattern': 'lorenz.h5',
      },
      status: 1,
      metrics: { hp_metric: 2, 'valid/bps': 0.75 },
    });
  });
});
