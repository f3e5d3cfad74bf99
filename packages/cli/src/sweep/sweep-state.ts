import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LfadsError } from '@lfads/core';
import { writeFileAtomic } from '@lfads/train';
import { z } from 'zod';
import { CPU_ENGINES } from '../cli-options.js';

/** What a sweep is and how far it is, in its folder. */
export const SWEEP_FILE = 'sweep.json';

const result = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), metrics: z.record(z.string(), z.number().nullable()) }),
  z.object({ ok: z.literal(false), reason: z.string() }),
]);

const schema = z.object({
  format: z.literal(1),
  config: z.object({ name: z.string(), dir: z.string().optional() }),
  plugins: z.array(z.string()),
  cpu: z.enum(CPU_ENGINES).optional(),
  /** The keys that have several values. */
  keys: z.array(z.string()),
  jobs: z.array(
    z.object({
      id: z.string(),
      /** Of the keys. */
      values: z.array(z.string()),
      overrides: z.array(z.string()),
      /** Absent until the training is over; a metric that is no number is null. */
      result: result.optional(),
    }),
  ),
});

export type SweepState = z.output<typeof schema>;
export type SweepJob = SweepState['jobs'][number];

export const saveSweep = (dir: string, state: SweepState): Promise<void> =>
  writeFileAtomic(join(dir, SWEEP_FILE), `${JSON.stringify(state, null, 2)}\n`);

/** @throws LfadsError LFADS_SWEEP_NOT_FOUND */
export async function loadSweep(cwd: string, folder: string): Promise<[string, SweepState]> {
  const dir = resolve(cwd, folder);
  try {
    return [dir, schema.parse(JSON.parse(await readFile(join(dir, SWEEP_FILE), 'utf8')))];
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new LfadsError(
      'LFADS_SWEEP_NOT_FOUND',
      `${dir} is not the folder of a sweep: ${why}`,
      'Give the folder that lfads train --multirun made, such as runs/single/<timestamp>.',
    );
  }
}
