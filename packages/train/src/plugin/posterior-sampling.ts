import { definePosteriorSampling } from '@lfads/core';
import { z } from 'zod';
import {
  type PosteriorSamplingOptions,
  runPosteriorSampling,
} from '../posterior/posterior-sampling.js';

/** Posterior sampling with file name and number of samples chosen. */
export type PosteriorSampling = (
  options: Omit<PosteriorSamplingOptions, 'filename' | 'numSamples'>,
) => Promise<string[]>;

export const posteriorSampling = definePosteriorSampling({
  target: '@lfads/train/runPosteriorSampling',
  summary: 'Averages the outputs over posterior samples and writes them beside the data.',
  options: z.object({
    filename: z
      .string()
      .default('lfads_output.h5')
      .describe("in the run's folder; the session's name is put behind its stem"),
    num_samples: z.int().positive().default(50).describe('samples to average'),
  }),
  create: ({ filename, num_samples }): PosteriorSampling => {
    return (options) => runPosteriorSampling({ ...options, filename, numSamples: num_samples });
  },
});
