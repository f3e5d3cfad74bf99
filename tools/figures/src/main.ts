import { writeFile } from 'node:fs/promises';
import { type H5Array, readH5 } from '@lfads/data';
import { regionalBitsPerSpike } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { Command } from 'commander';
import { trialChannels, trialFigure } from 'lfads';

/**
 * Scores the validation rates of an output file and draws one of its trials:
 *
 *   node tools/figures/dist/main.js runs/…/lfads_output_x.h5 docs/images/x.svg --trial 3 --title '…'
 */
const program = new Command()
  .argument('<output>', 'lfads_output_….h5 of a run')
  .argument('<svg>', 'where to draw')
  .option('--trial <n>', 'validation trial', Number, 0)
  .option('--bin-ms <ms>', 'width of a bin', Number, 10)
  .option('--title <text>', 'title of the figure', 'one validation trial')
  .parse();

const [output = '', svg = ''] = program.args;
const { trial, binMs, title } = program.opts<{ trial: number; binMs: number; title: string }>();

const KEYS = ['valid_output_params', 'valid_recon_data', 'valid_encod_data'];
const arrays = await readH5(output);
const [rates, counts, encoded] = KEYS.map((key) => arrays.get(key)) as [H5Array, H5Array, H5Array];
const truth = arrays.get('valid_truth');

const tensor = ({ shape, data }: H5Array) =>
  tf.tensor3d(Float32Array.from(data), shape as [number, number, number]);
const [, steps = 0, channels = 0] = encoded.shape;
const scores = regionalBitsPerSpike(tf.log(tensor(rates)), tensor(counts), { channels, steps });
console.log(JSON.stringify({ output, ...scores }));

await writeFile(
  svg,
  trialFigure({
    title,
    counts: trialChannels(counts, trial),
    rates: trialChannels(rates, trial),
    ...(truth && { truth: trialChannels(truth, trial) }),
    binSeconds: binMs / 1000,
  }),
);
