import { readFileSync } from 'node:fs';
import { version_core as tfjsVersion } from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** Any number, NaN and infinities too. */
const real = z.custom<number>((value) => typeof value === 'number', 'expected a number');

/** Everything of a run that a resumed run needs and that is no array. */
export const runState = z.object({
  format: z.literal(1),
  seed: z.number(),
  /** Where to go on: the epoch, how many of its training batches are done, and their sums so far. */
  epoch: z.int(),
  batchInEpoch: z.int(),
  globalStep: z.int(),
  sums: z.record(z.string(), z.object({ sum: real, weight: real })),
  optimizerSteps: z.record(z.string(), z.int()),
  schedule: z.looseObject({ learningRate: real }),
  /** Of valid/recon_smth: its value in the epoch before. */
  smoothed: z.object({ previous: real.nullable() }),
  callbacks: z.record(z.string(), z.unknown()),
  /** Metrics of the last complete epoch. */
  metrics: z.record(z.string(), real),
  /** Batches skipped, or roll-backs of this epoch, since the last batch or epoch that was finite. */
  nonFinite: z.int().default(0),
  /** The run's resolved configuration. */
  config: z.unknown(),
  versions: z.record(z.string(), z.string()),
});

export type RunState = z.infer<typeof runState>;

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };

export const versions = { lfads: version, tfjs: tfjsVersion, node: process.versions.node };
