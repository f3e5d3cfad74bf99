import { z } from 'zod';

const component = z.looseObject({ _target_: z.string() });
const components = z.record(z.string(), component);

/** The entry configs of lfads, and of lfads-torch: the keys that every run has. */
export const runConfigSchema = z.looseObject({
  seed: z.int().nullable(),
  model: component,
  datamodule: component,
  trainer: component,
  callbacks: components,
  logger: components,
  posterior_sampling: z.looseObject({ use_best_ckpt: z.boolean().default(true), fn: component }),
});

/** A composed entry config: plain values, keys in snake_case. */
export type RunConfig = z.output<typeof runConfigSchema>;
