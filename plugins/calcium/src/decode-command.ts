import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { defineCommand, LfadsError } from '@lfads/core';
import { type H5Array, readH5 } from '@lfads/data';
import { z } from 'zod';
import { decodeFine } from './decode-fine.js';

export const decodeCommand = defineCommand({
  name: 'calcium decode',
  summary: "Decodes what is known in fine bins from a run's factors, in frames or in bins.",
  docs: `Ridge regression that is fitted on the training trials; R² on the validation trials. Factors in frames are interpolated
linearly, at the time within a frame that suits them best.`,
  options: z.object({
    outputs: z.string().describe('folder of a run, or its lfads_output_<session>.h5'),
    key: z.string().default('latents').describe('what is decoded: train_<key> and valid_<key>'),
    from: z
      .enum(['factors', 'output_params'])
      .default('factors')
      .describe('what it is decoded from'),
  }),
  words: ['outputs'],
  async run({ outputs, key, from }, host) {
    const file = outputFile(resolve(host.cwd, outputs));
    const arrays = await readH5(file);
    const get = (name: string): H5Array => {
      const array = arrays.get(name);
      if (array?.shape.length === 3) return array;
      throw new LfadsError(
        'LFADS_CALCIUM_NOTHING_TO_DECODE',
        `${file} has no "${name}" of trials × steps × channels.`,
        'Name another array with --key. The data file must have it for both splits.',
      );
    };
    const split = (name: string) => ({ from: get(`${name}_${from}`), to: get(`${name}_${key}`) });
    const { r2, offset } = decodeFine(split('train'), split('valid'));
    const average = r2.reduce((a, b) => a + b, 0) / r2.length;
    host.print(
      host.json
        ? JSON.stringify({ file, key, r2, mean_r2: average, offset })
        : `${basename(file)}: R² of ${key} ${average.toFixed(3)} (${r2.map((one) => one.toFixed(3)).join(', ')})`,
    );
  },
});

function outputFile(path: string): string {
  if (existsSync(path) && statSync(path).isFile()) return path;
  const found = existsSync(path)
    ? readdirSync(path).find((name) => /^lfads_output_.*\.h5$/.test(name))
    : undefined;
  if (found !== undefined) return join(path, found);
  throw new LfadsError(
    'LFADS_CALCIUM_NO_OUTPUTS',
    `${path} is neither a file nor the folder of a run with lfads_output_<session>.h5.`,
    'Give what lfads train or lfads sample wrote.',
  );
}
