import { type Augmentation, defineAugmentation, definePlugin } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** Silences whole channels of each trial in what the encoder sees; the target stays as it is. */
const channelDropout = (rate: number): Augmentation => ({
  processBatch(batch, { random, session }) {
    const [trials, , channels] = batch.encodData.shape;
    // a stream for each session: what one draws must not depend on another
    const kept = random.bernoulli(`channel_dropout/${session}`, [trials, 1, channels], 1 - rate);
    const weights = tf.div(tf.cast(kept, 'float32'), 1 - rate);
    return {
      batch: { ...batch, encodData: tf.mul(batch.encodData, weights) },
      memo: undefined, // what processLosses of this session would need
    };
  },
  hyperparameters: { channel_dropout_rate: rate },
});

const templatePart = defineAugmentation({
  target: 'lfads-plugin-template/TemplatePart',
  summary: 'Drops whole channels of each trial from the input.',
  options: z.object({
    rate: z.number().min(0).lt(1).default(0.1).describe('Share of the channels that are dropped'),
  }),
  create: ({ rate }) => channelDropout(rate),
});

export default definePlugin({
  name: 'lfads-plugin-template',
  contractVersion: 1,
  components: [templatePart],
});
