import { createRegistry, createRunContainer, ParameterStore, type Prior } from '@lfads/core';
import { conformance } from '@lfads/testkit';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import plugin from './index.js';

const target = 'lfads-plugin-cauchy-prior/CauchyPrior';

conformance({ plugin, target, test });

test('a narrow posterior far away costs the log of its distance, not its square', () => {
  const prior = createRunContainer(createRegistry([plugin])).create<Prior>(target, {
    shape: 1,
    scale: 1,
  });
  prior.build(new ParameterStore(1).scope());
  const kl = (mean: number) =>
    prior.kl(tf.fill([1, 1], mean), tf.fill([1, 1], 1), tf.zeros([1, 1])).dataSync()[0]!;
  expect(kl(100) - kl(10)).toBeCloseTo(Math.log(10001 / 101), 4);
});
