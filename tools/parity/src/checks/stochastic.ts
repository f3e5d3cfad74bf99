import type { Batch } from '@lfads/core';
import type { Comparison } from '../comparison.js';
import type { Fixture } from '../fixture.js';
import { fixtureModel } from '../fixture-model.js';
import { checkLoss } from './loss.js';
import { compareOutputs, forward } from './outputs.js';

/** The fully random step: dropout, coordinated dropout and samples from stored draws. */
export function checkStochastic(fixture: Fixture, batch: Batch): Comparison[] {
  if (!fixture.config.stochastic) return [];
  const model = fixtureModel(fixture, true);
  const outputs = forward(fixture, model, batch, {
    sample: true,
    outputMeans: false,
    training: true,
  });
  const compared = [
    ...compareOutputs(fixture, 'stochastic/output', outputs),
    ...checkLoss(fixture, model, batch, {
      loss: 'stochastic/loss',
      grads: 'stochastic/grads',
      sample: true,
    }),
  ];
  model.dispose();
  return compared;
}
