import type { ComponentDefinition } from '@lfads/core';
import { z } from 'zod';

/** The folder of the run, as loggers name it: what they write to counts from there. */
export const trialDir: ComponentDefinition = {
  target: '@lfads/train/trialDir',
  kind: 'value',
  summary: "The run's own folder, for the save_dir of loggers.",
  options: z.strictObject({}),
  create: () => '.',
};
