import { join } from 'node:path';
import type { OptimizerFactory, Schedule } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { loadCheckpoint } from '../checkpoints/checkpoint.js';
import { smallModel } from '../test-support/small-model.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';
import { parameterBytes, train } from '../test-support/train.js';
import { adamWFactory } from './adamw-factory.js';
import { reduceOnPlateau } from './reduce-on-plateau.js';

/** Plain gradient descent, as a third party would write it. */
const descent: OptimizerFactory = {
  create: (parameters) => ({
    step(gradients, { lr, gradNorm = 0 }) {
      for (const [name, gradient] of gradients) {
        const parameter = parameters.get(name)!;
        tf.tidy(() => parameter.assign(tf.sub(parameter, tf.mul(gradient, lr))));
      }
      return { gradNorm };
    },
    getState: () => ({ moments: new Map(), steps: {} }),
    setState: () => {},
    dispose: () => {},
  }),
};

const halving: Schedule = {
  start: ({ lrInit }) => ({ learningRate: lrInit, epochs: 0 }),
  next: (state, epoch) => ({ learningRate: state.learningRate / 2, epochs: epoch + 1 }),
};

test('an optimiser and a schedule of others train, and their states are kept and resumed', async () => {
  const parts = { optimizer: descent, schedule: halving };
  const dir = await temporaryFolder();
  const whole = await train(dir, { maxEpochs: 3, ...parts });
  const last = (folder: string) => loadCheckpoint(join(folder, 'checkpoints', 'last.json'));
  const { state } = await last(dir);
  const { lrInit } = whole.model.hparams;
  expect(state.schedule).toEqual({ learningRate: lrInit / 8, epochs: 3 });

  const stopped = await temporaryFolder();
  await train(stopped, { maxEpochs: 2, ...parts });
  const model = smallModel();
  model.build(99);
  const resume = await last(stopped);
  const resumed = await train(stopped, { maxEpochs: 3, ...parts }, { resume, model });
  expect(parameterBytes(resumed.model)).toEqual(parameterBytes(whole.model));
});

test('the default ones are AdamW and the plateau schedule with what the model says of them', async () => {
  const plain = await train(await temporaryFolder(), { maxEpochs: 2 });
  const stated = await train(await temporaryFolder(), {
    maxEpochs: 2,
    optimizer: adamWFactory(),
    schedule: reduceOnPlateau(),
  });
  const other = await train(await temporaryFolder(), {
    maxEpochs: 2,
    optimizer: adamWFactory({ beta1: 0.5 }),
  });
  expect(parameterBytes(stated.model)).toEqual(parameterBytes(plain.model));
  expect(parameterBytes(other.model)).not.toEqual(parameterBytes(plain.model));
});
