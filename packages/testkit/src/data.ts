import type { DataSupport, SessionBatch } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { uniforms } from './numbers.js';

/** Sizes of the batches that checks use: what is reconstructed has more steps and channels than what is seen. */
export const SIZES = { trials: 3, encodSteps: 5, steps: 6, encodChannels: 3, channels: 4 };

/** Values that a likelihood is defined on, not only at its limits. */
export function supportedValues(support: DataSupport, size: number, seed = 3): Float32Array {
  const { min, max, above, integer = false, orZero = false } = support;
  const lower = Math.max(min ?? -Infinity, above ?? -Infinity);
  const [low, high] = Number.isFinite(lower)
    ? [lower, max ?? lower + 3]
    : [max === undefined ? -2 : max - 4, max ?? 2];
  return uniforms(size, seed).map((draw, i) => {
    if (orZero && i % 3 === 0) return 0;
    if (!integer) return low + (high - low) * (0.1 + 0.8 * draw);
    const first = above !== undefined && above >= low ? Math.floor(above) + 1 : Math.ceil(low);
    return first + Math.floor(draw * (Math.floor(high) - first + 1));
  });
}

/** A batch of one session whose target is within the support. */
export function supportedBatch(support: DataSupport, seed = 3): SessionBatch {
  const { trials, encodSteps, steps, encodChannels, channels } = SIZES;
  const values = supportedValues(support, trials * steps * channels, seed);
  const reconData = tf.tensor3d(values, [trials, steps, channels]);
  const seen: [number, number, number] = [trials, encodSteps, encodChannels];
  const shown = uniforms(trials * encodSteps * encodChannels, 4).map((draw) => Number(draw < 0.8));
  return {
    encodData: tf.slice(reconData, [0, 0, 0], seen),
    reconData,
    svMask: tf.tensor3d(shown, seen, 'bool'),
  };
}

/** Small counts. */
export const COUNTS: DataSupport = { min: 0, integer: true };
