import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { defineCommand } from '@lfads/core';
import { type H5Array, writeH5 } from '@lfads/data';
import { quantile } from 'simple-statistics';
import { z } from 'zod';
import { checkEvents } from './check-events.js';
import { findingText } from './finding-text.js';
import { prepare } from './prepare.js';

/** Half of the threshold, so that no event lies where the gamma density may have its pole. */
export const gammaLocFor = (leastEvent: number): number => leastEvent / 2;

export const prepareCommand = defineCommand({
  name: 'calcium prepare',
  summary: 'Makes a data file of calcium events from fluorescence.',
  docs: `Deconvolves each cell (OASIS, Friedrich et al. 2017), scales its events to a mean of 1, cuts a continuous recording into
windows and splits them by blocks of time. Train on the result with model=calcium.`,
  options: z.object({
    file: z.string().describe('HDF5 file with fluorescence or dF/F'),
    out: z.string().describe('the data file to write'),
    key: z
      .string()
      .default('continuous_dff')
      .describe('its array: frames × cells, or trials × frames × cells'),
    frame_rate: z
      .number()
      .positive()
      .optional()
      .describe('frames a second (default: the attribute frame_rate_hz)'),
    decay_seconds: z
      .number()
      .positive()
      .optional()
      .describe("time constant of the indicator's decay (default: read from each cell's trace)"),
    least_event: z
      .number()
      .positive()
      .default(0.1)
      .describe("events below this share of the cell's mean event become 0"),
    length: z.int().positive().default(60).describe('frames of a window'),
    overlap: z.int().nonnegative().default(12).describe('frames that it shares with the next'),
    block: z.int().positive().default(300).describe('frames of a block of time in one split'),
    valid_every: z
      .int()
      .min(2)
      .default(5)
      .describe('every which block (or trial) is for validation'),
    bins_per_frame: z
      .int()
      .positive()
      .default(1)
      .describe('more than 1: samples go to the bin of the frame in which the cell was scanned'),
    rows_key: z
      .string()
      .optional()
      .describe(
        "with bins: array of the cells' rows in the image (cells, or cells × 2: x and row)",
      ),
    image_height: z.number().positive().optional().describe('rows of the image'),
  }),
  words: ['file', 'out'],
  async run(options, host) {
    const target = resolve(host.cwd, options.out);
    const { datasets, attributes, report } = await prepare(
      resolve(host.cwd, options.file),
      {
        key: options.key,
        frameRate: options.frame_rate,
        decaySeconds: options.decay_seconds,
        leastEvent: options.least_event,
        length: options.length,
        overlap: options.overlap,
        block: options.block,
        validEvery: options.valid_every,
        binsPerFrame: options.bins_per_frame,
        rowsKey: options.rows_key,
        imageHeight: options.image_height,
      },
      (done, cells) => {
        host.signal.throwIfAborted();
        if (done % 20 === 0 || done === cells) host.note(`deconvolved ${done} of ${cells} cells`);
      },
    );
    const gammaLoc = gammaLocFor(options.least_event);
    await mkdir(dirname(target), { recursive: true });
    await writeH5(target, datasets, { ...attributes, gamma_loc: gammaLoc });
    const findings = checkEvents(datasets as ReadonlyMap<string, H5Array>, {
      gammaLoc,
      missing: options.bins_per_frame > 1,
    });
    if (host.json) {
      host.print(JSON.stringify({ file: target, gamma_loc: gammaLoc, cells: report, findings }));
      return;
    }
    const spread = (values: number[]) =>
      [0.1, 0.5, 0.9].map((share) => quantile(values, share).toFixed(3)).join('  ');
    host.print(`${report.length} cells                 10 %   50 %   90 %`);
    host.print(`decay a frame         ${spread(report.map(({ decay }) => decay))}`);
    host.print(`events                ${spread(report.map(({ events }) => events))}`);
    host.print(`mean event / noise    ${spread(report.map((r) => r.signal_to_noise))}`);
    for (const split of ['train', 'valid']) {
      host.print(`${split}: ${datasets.get(`${split}_encod_data`)!.shape.join(' × ')}`);
    }
    findings.forEach((finding) => host.print(findingText(finding)));
    host.print(`Events: ${options.out} (gamma_loc ${gammaLoc})`);
  },
});
