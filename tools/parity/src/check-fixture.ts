import * as tf from '@tensorflow/tfjs-core';
import { checkLoss } from './checks/loss.js';
import { checkOutputs, checkReconstructionLoss } from './checks/outputs.js';
import { checkSteps } from './checks/steps.js';
import { checkStochastic } from './checks/stochastic.js';
import type { Comparison } from './comparison.js';
import type { Fixture } from './fixture.js';
import { fixtureBatch, fixtureModel } from './fixture-model.js';

/** Everything that a model's file holds against the model made from its config. */
export function checkFixture(fixture: Fixture): Comparison[] {
  return tf.tidy(() => {
    const model = fixtureModel(fixture);
    const batch = fixtureBatch(fixture);
    const compared = [
      ...checkOutputs(fixture, model, batch),
      ...checkReconstructionLoss(fixture, model, batch),
      ...checkLoss(fixture, model, batch, { loss: 'loss', grads: 'grads', sample: false }),
      ...checkLoss(fixture, model, batch, {
        loss: 'loss_sampled',
        grads: 'grads_sampled',
        sample: true,
      }),
      ...checkSteps(fixture, batch),
      ...checkStochastic(fixture, batch),
    ];
    model.dispose();
    return compared as never;
  }) as unknown as Comparison[];
}
