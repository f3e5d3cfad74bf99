import { conformance } from '@lfads/testkit';
import { type Augmentation, createRegistry, createRunContainer, StepStreams } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import plugin from './index.js';

conformance({ plugin, target: 'lfads-plugin-template/TemplatePart', test });

test('a channel is dropped for all time steps of a trial', () => {
  const run = createRunContainer(createRegistry([plugin]));
  const part = run.create<Augmentation>('lfads-plugin-template/TemplatePart', { rate: 0.5 });
  const ones = tf.ones<tf.Rank.R3>([4, 6, 5]);
  const { batch } = part.processBatch!(
    { encodData: ones, reconData: ones },
    { session: 0, split: 'train', random: new StepStreams(1, 0), log: () => {} },
  );
  const counts = [...tf.sum(batch.encodData, 1).dataSync()]; // over time: 6 steps of 2, or 0
  expect(new Set(counts)).toEqual(new Set([0, 12]));
});
