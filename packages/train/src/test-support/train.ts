import { join } from 'node:path';
import type { Lfads } from '@lfads/core';
import type { TrainerOptions } from '../fit/fit.js';
import type { FitOptions } from '../fit/run.js';
import { Trainer } from '../trainer.js';
import { smallData } from './small-data.js';
import { smallModel } from './small-model.js';

/** Trains the small model on the small data, or what the options say; collects the warnings. */
export async function train(
  dir: string,
  trainer: Partial<TrainerOptions>,
  options: Partial<FitOptions> = {},
) {
  const model = options.model ?? smallModel();
  const warnings: string[] = [];
  const result = await new Trainer({ maxEpochs: 2, gradientClipVal: 200, ...trainer }).fit({
    model,
    dataModule: smallData(),
    paths: { dir, checkpoints: join(dir, 'checkpoints') },
    seed: 5,
    onWarning: (message) => warnings.push(message),
    ...options,
  });
  return { model, result, warnings };
}

/** All parameters as bytes, for comparisons bit for bit. */
export const parameterBytes = (model: Lfads) =>
  [...model.parameters.snapshot()].map(([name, { values }]) => [
    name,
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex'),
  ]);
