import { basename, resolve } from 'node:path';
import { defineCommand } from '@lfads/core';
import { z } from 'zod';
import { evaluateFile } from './evaluate-file.js';
import { type Evaluation, type ScoreName, SCORES } from './evaluation.js';
import { outputFiles } from './output-file.js';

const TITLES: Record<ScoreName, string> = {
  co_bps: 'co-bps',
  fp_bps: 'fp-bps',
  behavior_r2: 'vel R2',
  psth_r2: 'psth R2',
  tp_corr: 'tp corr',
};

export const evaluateCommand = defineCommand({
  name: 'evaluate',
  summary: "Scores a run's inferred rates as the Neural Latents Benchmark does.",
  docs: `What the output file holds besides the rates decides which scores there are; --target scores by a file of
evaluation targets of the benchmark.`,
  options: z.object({
    outputs: z.string().describe('folder of a run, or its lfads_output_<session>.h5'),
    target: z
      .string()
      .optional()
      .describe('HDF5 file of evaluation targets, as nlb_tools makes it'),
    dataset: z.string().optional().describe('data set in the file of targets, such as mc_maze'),
    split: z.enum(['valid', 'test']).default('valid').describe('trials that are scored'),
    behavior_channel: z
      .array(z.coerce.number().int().nonnegative())
      .optional()
      .describe('a channel of the behaviour to decode, from 0; may be repeated (default: all)'),
    behavior_lag: z
      .int()
      .default(0)
      .describe('bins by which the activity leads the behaviour that is decoded from it'),
    psth_sd: z
      .number()
      .nonnegative()
      .default(5)
      .describe('smoothing of PSTHs, in bins, where the file has none'),
  }),
  words: ['outputs'],
  async run(options, host) {
    const target = options.target === undefined ? undefined : resolve(host.cwd, options.target);
    for (const file of outputFiles(resolve(host.cwd, options.outputs))) {
      const evaluation = await evaluateFile(file, {
        target,
        dataset: options.dataset,
        split: options.split,
        behaviorChannels: options.behavior_channel,
        behaviorLag: options.behavior_lag,
        psthSd: options.psth_sd,
        search: true,
      });
      host.print(
        host.json ? JSON.stringify({ file, ...evaluation }) : text(basename(file), evaluation),
      );
    }
  },
});

function text(name: string, { scores, absent }: Evaluation): string {
  const lines = SCORES.map((score) => {
    const value = scores[score]?.toFixed(4) ?? `– (${absent[score] ?? 'not known'})`;
    return `  ${TITLES[score].padEnd(8)} ${value}`;
  });
  return [name, ...lines].join('\n');
}
