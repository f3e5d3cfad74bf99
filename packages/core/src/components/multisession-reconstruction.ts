import { z } from 'zod';
import type { Reconstruction } from '../contracts/index.js';
import { DATA_MODULE, defineModuleList, partOf, replicatePart } from '../registry/index.js';

export const multisessionReconstruction = defineModuleList({
  target: '@lfads/core/MultisessionReconstruction',
  summary: 'The same observation model for every session, each with parameters of its own.',
  example: { recon: { _target_: '@lfads/core/Poisson' } },
  options: z.object({
    datafile_pattern: z
      .string()
      .optional()
      .describe('Not needed: the sessions are those of the data module'),
    recon: partOf<Reconstruction>('reconstruction').describe('Observation model of each session'),
  }),
  create: ({ recon }, context) => ({
    modules: context.resolve(DATA_MODULE).sessions.map(() => replicatePart(recon)),
  }),
});
