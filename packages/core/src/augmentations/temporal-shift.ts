import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Augmentation, AugmentationContext, SessionBatch } from '../contracts/index.js';
import { defineAugmentation } from '../registry/index.js';
import { sessionStream } from './session-stream.js';

export interface TemporalShiftOptions {
  /** Standard deviation of the shifts, bins. */
  std?: number;
  /** Largest shift, bins. */
  maxShift?: number;
}

/** Rounds half to even, as IEEE 754 and numpy do. */
const roundHalfEven = (x: number): number => {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest === 0.5) return floor % 2 === 0 ? floor : floor + 1;
  return rest < 0.5 ? floor : floor + 1;
};

/** Normal draws to whole bins between -maxShift and maxShift. */
export const toShifts = (draws: ArrayLike<number>, maxShift: number): Int32Array =>
  Int32Array.from(draws, (draw) => Math.min(Math.max(roundHalfEven(draw), -maxShift), maxShift));

/**
 * `result[b,t,n] = data[b, t - shift[b,n], n]`, the first and last values repeated beyond the ends.
 *
 * @param shifts bins, row-major `[B, stride]`, of which the first N columns are used
 */
export const shiftInTime = (
  data: tf.Tensor3D,
  shifts: Int32Array,
  stride = data.shape[2],
): tf.Tensor3D => {
  const [trials, steps, channels] = data.shape;
  const source = data.dataSync();
  const shifted = new Float32Array(source.length);
  for (let b = 0; b < trials; b++) {
    const trial = b * steps * channels;
    for (let t = 0; t < steps; t++) {
      for (let n = 0; n < channels; n++) {
        const from = Math.min(Math.max(t - shifts[b * stride + n]!, 0), steps - 1);
        shifted[trial + t * channels + n] = source[trial + from * channels + n]!;
      }
    }
  }
  return tf.tensor3d(shifted, data.shape);
};

/**
 * Shifts each channel of each trial by a random number of bins, so that the model cannot rely on noise that
 * channels share (Wimalasena et al. 2022). Input, target and true rates of a channel move together.
 */
export class TemporalShift implements Augmentation<undefined> {
  private readonly std: number;
  private readonly maxShift: number;

  constructor({ std = 3, maxShift = 6 }: TemporalShiftOptions = {}) {
    this.std = std;
    this.maxShift = maxShift;
  }

  processBatch(batch: SessionBatch, { random, session }: AugmentationContext) {
    const trials = batch.encodData.shape[0];
    const channels = Math.max(batch.encodData.shape[2], batch.reconData.shape[2]);
    const draws = tf.tidy(() => {
      const normal = random.normal(sessionStream('temporal_shift', session), [trials, channels]);
      return tf.mul(normal, this.std).dataSync();
    });
    const shifts = toShifts(draws, this.maxShift);
    const shift = (data: tf.Tensor3D) => shiftInTime(data, shifts, channels);
    const shifted: SessionBatch = {
      ...batch,
      encodData: shift(batch.encodData),
      reconData: shift(batch.reconData),
      ...(batch.truth === undefined ? {} : { truth: shift(batch.truth) }),
    };
    return { batch: shifted, memo: undefined };
  }
}

export const temporalShift = defineAugmentation({
  target: '@lfads/core/TemporalShift',
  summary: 'Shifts each channel of each trial by a random number of bins.',
  options: z.object({
    std: z.number().nonnegative().default(3).describe('Standard deviation of the shifts, bins'),
    max_shift: z.int().nonnegative().default(6).describe('Largest shift, bins'),
  }),
  create: ({ std, max_shift }) => new TemporalShift({ std, maxShift: max_shift }),
});
