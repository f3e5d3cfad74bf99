import { createRegistry, createRunContainer, type Reconstruction } from '@lfads/core';
import { conformance } from '@lfads/testkit';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import plugin from './index.js';

const target = 'lfads-plugin-huber-loss/HuberLoss';

conformance({ plugin, target, test });

test('is half the square up to delta, and a line beyond', () => {
  const part = createRunContainer(createRegistry([plugin])).create<Reconstruction>(target, {
    delta: 2,
  });
  const data = tf.tensor3d([[[0.5, -2, 5]]]);
  const loss = part.computeLoss(data, tf.zeros([1, 1, 3, 1])).dataSync();
  expect([...loss]).toEqual([0.125, 2, 2 + 2 * 3]);
});
