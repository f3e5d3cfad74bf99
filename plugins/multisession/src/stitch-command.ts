import { resolve } from 'node:path';
import { defineCommand } from '@lfads/core';
import { z } from 'zod';
import { stitch } from './stitch.js';

const share = (value: number) => value.toFixed(3);

export const stitchCommand = defineCommand({
  name: 'stitch',
  summary:
    'Aligns sessions of different channels, so that one model can be trained on all of them.',
  docs: `Writes copies of the files with the alignment that MultisessionReadin and MultisessionReadout start from,
stitch.json (the report) and stitch.svg (the aligned trajectories). Train on the copies with
lfads train model=stitched 'datamodule.datafile_pattern=<out>/*.h5' model.fac_dim=<components>.`,
  options: z.object({
    files: z.array(z.string()).min(1).describe('HDF5 files with train_cond_idx, one a session'),
    components: z.int().positive().default(6).describe('size of the shared space'),
    out: z.string().default('runs/stitched').describe('folder of the copies and the report'),
  }),
  words: ['files'],
  async run({ files, components, out }, host) {
    const outDir = resolve(host.cwd, out);
    const paths = files.map((file) => resolve(host.cwd, file));
    const report = await stitch({ files: paths, components, outDir });
    if (host.json) {
      host.print(JSON.stringify({ out_dir: outDir, ...report }));
      return;
    }
    const width = Math.max(...report.sessions.map(({ name }) => name.length), 'session'.length);
    host.print(`${'session'.padEnd(width)}  channels  of components  of channels`);
    for (const { name, channels, components_explained, channels_explained } of report.sessions) {
      const cells = [
        name.padEnd(width),
        String(channels).padStart(8),
        share(components_explained).padStart(13),
        share(channels_explained).padStart(11),
      ];
      host.print(cells.join('  '));
    }
    host.print(
      `Shares of variance explained, of ${report.conditions.length} conditions. Files: ${out}`,
    );
  },
});
