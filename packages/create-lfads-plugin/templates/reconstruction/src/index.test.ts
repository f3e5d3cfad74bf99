import { conformance } from '@lfads/testkit';
import { createRegistry, createRunContainer, type Reconstruction } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import plugin from './index.js';

conformance({ plugin, target: 'lfads-plugin-template/TemplatePart', test });

test('the loss of data at the mean is the log of the width', () => {
  const run = createRunContainer(createRegistry([plugin]));
  const part = run.create<Reconstruction>('lfads-plugin-template/TemplatePart', { scale: 2 });
  const loss = part.computeLoss(tf.ones([1, 1, 1]), tf.ones([1, 1, 1, 1]));
  expect(loss.dataSync()[0]).toBeCloseTo(Math.log(4), 6);
});
