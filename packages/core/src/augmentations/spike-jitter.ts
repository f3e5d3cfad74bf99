import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Augmentation, AugmentationContext, SessionBatch } from '../contracts/index.js';
import { LfadsError } from '../contracts/index.js';
import { defineAugmentation } from '../registry/index.js';
import { sessionStream } from './session-stream.js';

/** The shift of the spike number `level` (0-based) of bin (b, t, n). */
export type ShiftOf = (level: number, b: number, t: number, n: number) => number;

/** Index within 0 … last, reflected at both ends as often as it takes. */
const reflect = (index: number, last: number): number => {
  if (last === 0) return 0;
  const period = 2 * last;
  const folded = ((index % period) + period) % period;
  return folded > last ? period - folded : folded;
};

/** @throws LfadsError LFADS_AUGMENTATION_NOT_COUNTS */
const highest = (values: ArrayLike<number>): number => {
  let max = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value > max) max = value;
    if (Number.isNaN(value) || (value >= 0 && Number.isInteger(value))) continue;
    throw new LfadsError(
      'LFADS_AUGMENTATION_NOT_COUNTS',
      `SpikeJitter moves whole spikes, but the data hold ${value}.`,
      'Use it with spike counts only.',
    );
  }
  return max;
};

/**
 * Moves every spike in time. The order of the calls of `shiftOf` is that of the spikes by level, trial, step
 * and channel. Shifts beyond an end are reflected, so that no spike is lost.
 *
 * @param data counts `[B,T,N]`
 */
export const jitterSpikes = (data: tf.Tensor3D, shiftOf: ShiftOf): tf.Tensor3D => {
  const [trials, steps, channels] = data.shape;
  const counts = data.dataSync();
  const moved = new Float32Array(counts.length);
  const levels = highest(counts);
  for (let level = 0; level < levels; level++) {
    for (let i = 0; i < counts.length; i++) {
      if (!(counts[i]! >= level + 1)) continue;
      const n = i % channels;
      const row = (i - n) / channels;
      const t = row % steps;
      const b = (row - t) / steps;
      const to = reflect(t + shiftOf(level, b, t, n), steps - 1);
      moved[(b * steps + to) * channels + n]! += 1;
    }
  }
  for (let i = 0; i < counts.length; i++) if (Number.isNaN(counts[i]!)) moved[i] = NaN;
  return tf.tensor3d(moved, [trials, steps, channels]);
};

export interface SpikeJitterOptions {
  /** Largest shift, bins. */
  width?: number;
}

/**
 * Moves every spike by up to `width` bins, all shifts equally likely. A spike that is in the input and in the
 * target is moved alike in both. Missing bins (NaN) stay missing.
 *
 * @throws LfadsError LFADS_AUGMENTATION_NOT_COUNTS when the data are no counts
 */
export class SpikeJitter implements Augmentation<undefined> {
  private readonly width: number;

  constructor({ width = 2 }: SpikeJitterOptions = {}) {
    this.width = width;
  }

  processBatch(batch: SessionBatch, { random, session }: AugmentationContext) {
    const { encodData, reconData } = batch;
    const steps = Math.max(encodData.shape[1], reconData.shape[1]);
    const channels = Math.max(encodData.shape[2], reconData.shape[2]);
    const levels = Math.max(highest(encodData.dataSync()), highest(reconData.dataSync()));
    if (levels === 0) return { batch, memo: undefined };
    const bins = encodData.shape[0] * steps * channels;
    const draws = tf.tidy(() =>
      random.uniform(sessionStream('spike_jitter', session), [levels * bins]).dataSync(),
    );
    const shiftOf: ShiftOf = (level, b, t, n) => {
      const draw = draws[level * bins + (b * steps + t) * channels + n]!;
      return Math.floor(draw * (2 * this.width + 1)) - this.width;
    };
    const jittered: SessionBatch = {
      ...batch,
      encodData: jitterSpikes(encodData, shiftOf),
      reconData: jitterSpikes(reconData, shiftOf),
    };
    return { batch: jittered, memo: undefined };
  }
}

export const spikeJitter = defineAugmentation({
  target: '@lfads/core/SpikeJitter',
  summary: 'Moves every spike by a few bins at random.',
  options: z.object({
    width: z.int().nonnegative().default(2).describe('Largest shift, bins'),
  }),
  create: (options) => new SpikeJitter(options),
});
