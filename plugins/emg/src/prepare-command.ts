import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { defineCommand } from '@lfads/core';
import { writeH5 } from '@lfads/data';
import { z } from 'zod';
import type { ChannelReport } from './channel-envelopes.js';
import { prepare } from './prepare.js';

export const prepareCommand = defineCommand({
  name: 'emg prepare',
  summary: 'Makes a data file of EMG envelopes from raw EMG.',
  docs: `After Wimalasena et al. 2022: high-pass filter (Butterworth of order 4, both ways), rectification, clipping, mean of each bin,
scaling of each channel. Train on the result with model=emg.`,
  options: z.object({
    file: z.string().describe('HDF5 file with raw EMG'),
    out: z.string().describe('the data file to write'),
    key: z
      .string()
      .default('raw')
      .describe('its array: samples × channels, or trials × samples × channels'),
    rate: z
      .number()
      .positive()
      .optional()
      .describe('samples a second (default: the attribute raw_rate_hz)'),
    high_pass: z
      .number()
      .positive()
      .optional()
      .describe('corner of the high-pass filter, Hz (default: none)'),
    notch: z
      .array(z.coerce.number().positive())
      .default([])
      .describe('a frequency to be taken out, Hz, such as 50 or 60; may be repeated'),
    low_pass: z
      .number()
      .positive()
      .optional()
      .describe('corner of a low-pass filter of the rectified signal, Hz (default: none)'),
    bin_ms: z.number().positive().default(10).describe('width of a bin'),
    clip_quantile: z
      .number()
      .gt(0.5)
      .max(1)
      .default(0.999)
      .describe('rectified samples above this quantile of their channel are set to it'),
    scale_quantile: z
      .number()
      .gt(0.5)
      .max(1)
      .default(0.95)
      .describe('channels are divided by this quantile of their rectified samples'),
    offset: z
      .number()
      .nonnegative()
      .default(0.001)
      .describe('added to every bin: the gamma likelihood needs values above 0'),
    length: z.int().positive().default(200).describe('of a continuous recording: bins of a window'),
    overlap: z.int().nonnegative().default(40).describe('bins that it shares with the next'),
    block: z.int().positive().default(1000).describe('bins of a block of time in one split'),
    valid_every: z
      .int()
      .min(2)
      .default(5)
      .describe('every which block (or trial) is for validation'),
  }),
  words: ['file', 'out'],
  async run(o, host) {
    const target = resolve(host.cwd, o.out);
    const { datasets, attributes, report } = await prepare(resolve(host.cwd, o.file), {
      key: o.key,
      rate: o.rate,
      highPass: o.high_pass,
      lowPass: o.low_pass,
      notches: o.notch,
      binMs: o.bin_ms,
      clipQuantile: o.clip_quantile,
      scaleQuantile: o.scale_quantile,
      offset: o.offset,
      length: o.length,
      overlap: o.overlap,
      block: o.block,
      validEvery: o.valid_every,
    });
    await mkdir(dirname(target), { recursive: true });
    await writeH5(target, datasets, attributes);
    if (host.json) {
      host.print(JSON.stringify({ file: target, channels: report }));
      return;
    }
    host.print('channel      scale       clip  clipped');
    report.forEach((channel) => host.print(line(channel)));
    for (const split of ['train', 'valid']) {
      host.print(`${split}: ${datasets.get(`${split}_encod_data`)!.shape.join(' × ')}`);
    }
    host.print(`Envelopes: ${o.out}`);
  },
});

const PROBLEMS = {
  dead: 'dead: it never changes. Leave it out.',
  saturated: 'saturated: many raw samples lie at its limits. Look at the recording.',
};

const line = ({ channel, scale, clip, clipped, problem }: ChannelReport): string =>
  [
    String(channel).padStart(7),
    scale.toPrecision(4).padStart(10),
    clip.toPrecision(4).padStart(10),
    `${(100 * clipped).toFixed(2)} %`.padStart(8),
    problem ? PROBLEMS[problem] : '',
  ]
    .join(' ')
    .trimEnd();
