import {
  type Augmentation,
  type AugmentationContext,
  defineAugmentation,
  type SessionBatch,
  sessionStream,
  shiftInTime,
  toShifts,
} from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

export interface ChannelTemporalShiftOptions {
  /** Standard deviation of the shifts, bins. */
  std: number;
  /** Largest shift, bins. */
  maxShift: number;
}

/**
 * Shifts each channel of each trial by a random number of bins, input and target by different ones, so that the model can
 * rely neither on noise that channels share nor on noise that input and target share (Wimalasena et al. 2022).
 */
export class ChannelTemporalShift implements Augmentation<undefined> {
  constructor(private readonly options: ChannelTemporalShiftOptions) {}

  processBatch(batch: SessionBatch, { random, session }: AugmentationContext) {
    const { std, maxShift } = this.options;
    const shifted = (data: tf.Tensor3D, what: string): tf.Tensor3D => {
      const [trials, , channels] = data.shape;
      const stream = sessionStream(`channel_temporal_shift/${what}`, session);
      const draws = tf.tidy(() =>
        tf.mul(random.normal(stream, [trials, channels]), std).dataSync(),
      );
      return shiftInTime(data, toShifts(draws, maxShift));
    };
    const moved: SessionBatch = {
      ...batch,
      encodData: shifted(batch.encodData, 'input'),
      reconData: shifted(batch.reconData, 'target'),
    };
    return { batch: moved, memo: undefined };
  }

  /** Every sample counts as it did. */
  processLosses(losses: tf.Tensor3D): tf.Tensor3D {
    return losses;
  }
}

export const channelTemporalShift = defineAugmentation({
  target: '@lfads/plugin-emg/ChannelTemporalShift',
  summary:
    'Shifts each channel of each trial in time, input and target by different random amounts.',
  docs: `Wimalasena et al. 2022, J Neural Eng 19:036033: noise that is shared by channels, or by input and target, cannot be learnt, since its
parts no longer coincide. Shifts are normal draws, rounded to bins and limited; the first and last values are repeated
beyond the ends. True rates stay where they are. \`@lfads/core/TemporalShift\` moves input and target of a channel together.`,
  options: z.object({
    std: z.number().nonnegative().default(3).describe('Standard deviation of the shifts, bins'),
    max_shift: z.int().nonnegative().default(6).describe('Largest shift, bins'),
  }),
  create: ({ std, max_shift }) => new ChannelTemporalShift({ std, maxShift: max_shift }),
});
