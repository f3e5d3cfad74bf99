import { conformance } from '@lfads/testkit';
import { createRegistry, createRunContainer, ParameterStore, type Prior } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import plugin from './index.js';

conformance({ plugin, target: 'lfads-plugin-template/TemplatePart', test });

test('the KL of a posterior at the centre is less than that of one far away', () => {
  const run = createRunContainer(createRegistry([plugin]));
  const prior = run.create<Prior>('lfads-plugin-template/TemplatePart', { shape: 1 });
  prior.build(new ParameterStore(1).scope());
  const kl = (mean: number) =>
    prior.kl(tf.fill([1, 1], mean), tf.fill([1, 1], 0.3), tf.zeros([1, 1])).dataSync()[0]!;
  expect(kl(0)).toBeLessThan(kl(2));
});
