import { type AugmentationContext, StepStreams } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { initCpuBackend } from '@lfads/backend-cpu';
import { beforeAll, expect, it } from 'vitest';
import { ChannelTemporalShift } from './channel-temporal-shift.js';

beforeAll(() => initCpuBackend({ engine: 'wasm' }));

const STEPS = 40;
const data = tf.tidy(() =>
  tf.tile(tf.reshape(tf.range(0, STEPS), [1, STEPS, 1]), [3, 1, 4]),
) as tf.Tensor3D;
const context = {
  random: new StepStreams(0, 0),
  session: 0,
  split: 'train',
  log: () => {},
} as AugmentationContext;

/** Bins by which each channel of each trial moved, read from its middle. */
const shifts = (moved: tf.Tensor3D) =>
  Array.from({ length: 3 * 4 }, (_, i) => {
    const middle = STEPS / 2;
    return middle - moved.dataSync()[(Math.floor(i / 4) * STEPS + middle) * 4 + (i % 4)]!;
  });

it('moves each channel of each trial, input and target by different amounts, no further than allowed', () => {
  const shift = new ChannelTemporalShift({ std: 3, maxShift: 6 });
  const { batch } = shift.processBatch({ encodData: data, reconData: data }, context);
  const [input, target] = [shifts(batch.encodData), shifts(batch.reconData)];
  expect(new Set(input).size).toBeGreaterThan(3);
  expect(input).not.toEqual(target);
  expect(Math.max(...[...input, ...target].map(Math.abs))).toBeLessThanOrEqual(6);
});

it('moves nothing with a standard deviation of 0', () => {
  const still = new ChannelTemporalShift({ std: 0, maxShift: 6 });
  const { batch } = still.processBatch({ encodData: data, reconData: data }, context);
  expect([...batch.encodData.dataSync()]).toEqual([...data.dataSync()]);
});
