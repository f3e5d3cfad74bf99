import { resolve } from 'node:path';
import { defineCommand, LfadsError } from '@lfads/core';
import { readH5, readH5Attributes } from '@lfads/data';
import { z } from 'zod';
import { checkEvents } from './check-events.js';
import { findingText } from './finding-text.js';

export const checkCommand = defineCommand({
  name: 'calcium check',
  summary: 'Looks through a data file of calcium events for what training could not take.',
  options: z.object({
    file: z.string().describe('HDF5 file in the layout of @lfads/data'),
    gamma_loc: z
      .number()
      .nonnegative()
      .optional()
      .describe(
        "the likelihood's smallest event (default: the file's attribute gamma_loc, else 0)",
      ),
    missing: z.boolean().default(false).describe('NaN marks samples that were not taken'),
  }),
  words: ['file'],
  async run({ file, gamma_loc, missing }, host) {
    const path = resolve(host.cwd, file);
    const attributes = await readH5Attributes(path);
    const gammaLoc = gamma_loc ?? Number(attributes['gamma_loc'] ?? 0);
    const staggered = missing || Number(attributes['bins_per_frame'] ?? 1) > 1;
    const findings = checkEvents(await readH5(path), { gammaLoc, missing: staggered });
    const errors = findings.filter(({ level }) => level === 'error');
    if (host.json) host.print(JSON.stringify({ file: path, gamma_loc: gammaLoc, findings }));
    else if (findings.length === 0)
      host.print(`${file}: nothing to remark (gamma_loc ${gammaLoc})`);
    else findings.forEach((finding) => host.print(findingText(finding)));
    if (errors.length > 0) {
      throw new LfadsError(
        'LFADS_CALCIUM_BAD_EVENTS',
        `${path} has ${errors.length} fault${errors.length === 1 ? '' : 's'} that training cannot take.`,
        'They are listed above.',
      );
    }
  },
});
