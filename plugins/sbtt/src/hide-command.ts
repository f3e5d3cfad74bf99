import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { defineCommand, LfadsError } from '@lfads/core';
import { readH5, readH5Attributes, writeH5 } from '@lfads/data';
import { z } from 'zod';
import { hideSamples } from './hide-samples.js';

export const hideCommand = defineCommand({
  name: 'sbtt hide',
  summary:
    'Copies a data file with a share of its samples missing (NaN), to see how well a model bears that.',
  options: z.object({
    file: z.string().describe('HDF5 file in the layout of @lfads/data'),
    out: z.string().describe('the copy'),
    fraction: z.number().min(0).lt(1).default(0.5).describe('share of the samples to hide'),
    seed: z.int().nonnegative().default(0).describe('which ones'),
  }),
  words: ['file', 'out'],
  async run({ file, out, fraction, seed }, host) {
    const [source, target] = [resolve(host.cwd, file), resolve(host.cwd, out)];
    if (source === target) {
      throw new LfadsError(
        'LFADS_SBTT_SAME_FILE',
        `The copy would replace ${source}.`,
        'Name another file.',
      );
    }
    const arrays = await readH5(source);
    const hidden = await hideSamples(source, { fraction, seed });
    const attributes = await readH5Attributes(source);
    await mkdir(dirname(target), { recursive: true });
    await writeH5(target, new Map([...arrays, ...hidden]), attributes);
    const keys = [...hidden.keys()];
    host.print(
      host.json
        ? JSON.stringify({ file: target, fraction, seed, keys })
        : `${out}: ${fraction} of the samples of ${keys.join(', ')} are missing`,
    );
  },
});
