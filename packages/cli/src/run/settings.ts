import type { ResolvedConfig } from '@lfads/config';
import { LfadsError } from '@lfads/core';
import { z } from 'zod';

const schema = z.object({
  seed: z.int().min(0).max(0xffffffff),
  posterior_sampling: z.object({ use_best_ckpt: z.boolean().default(true) }),
});

/** The values of a config that belong to the run itself, not to one of its parts. */
export interface RunSettings {
  seed: number;
  /** Sample the posteriors of the best checkpoint, not of the last. */
  useBestCheckpoint: boolean;
}

/** @throws LfadsError LFADS_RUN_SETTINGS */
export function runSettings({ tree }: Pick<ResolvedConfig, 'tree'>): RunSettings {
  const parsed = schema.safeParse({ ...tree });
  if (parsed.success) {
    const { seed, posterior_sampling } = parsed.data;
    return { seed, useBestCheckpoint: posterior_sampling.use_best_ckpt };
  }
  throw new LfadsError(
    'LFADS_RUN_SETTINGS',
    `The config's own settings are wrong:\n${z.prettifyError(parsed.error)}`,
    'lfads config show --origin shows where each value comes from.',
  );
}
