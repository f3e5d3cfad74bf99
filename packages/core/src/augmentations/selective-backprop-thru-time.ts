import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Augmentation, SessionBatch } from '../contracts/index.js';
import { defineAugmentation } from '../registry/index.js';

/** In place of missing targets: a value that every likelihood is defined on (their loss is not counted). */
const PLACEHOLDER = 10;

interface SelectiveBackpropMemo {
  /** bool `[B,T,N]`, 1 = the target was measured. */
  observed: tf.Tensor3D;
}

const fillIn = (data: tf.Tensor3D, observed: tf.Tensor3D, value: number): tf.Tensor3D =>
  tf.where(observed, data, tf.fill(data.shape, value));

const measured = (data: tf.Tensor3D): tf.Tensor3D => tf.logicalNot(tf.isNaN(data));

/**
 * Selective backpropagation through time (Zhu et al. 2021): samples that are missing (NaN) are zero in the
 * input and have no loss; the loss on the others is scaled up so that its mean stays comparable.
 */
export class SelectiveBackpropThruTime implements Augmentation<SelectiveBackpropMemo> {
  processBatch(batch: SessionBatch) {
    const { encodData, reconData } = batch;
    const observed = measured(reconData);
    const filled: SessionBatch = {
      ...batch,
      encodData: fillIn(encodData, measured(encodData), 0),
      reconData: fillIn(reconData, observed, PLACEHOLDER),
      observed,
    };
    return { batch: filled, memo: { observed } };
  }

  processLosses(losses: tf.Tensor3D, { observed }: SelectiveBackpropMemo): tf.Tensor3D {
    return tf.tidy(() => {
      const share = tf.mean(tf.cast(observed, 'float32'));
      return tf.div(tf.where(observed, losses, tf.zerosLike(losses)), share);
    });
  }
}

export const selectiveBackpropThruTime = defineAugmentation({
  target: '@lfads/core/SelectiveBackpropThruTime',
  summary: 'Leaves samples that are missing (NaN) out of the input and the loss.',
  docs: `Missing samples are zero in the input and have no loss; the loss on the others is scaled up so that its mean
stays comparable. The data module must allow them (\`allow_nan: true\`).

Source: Zhu et al. 2021, Advances in Neural Information Processing Systems 34.`,
  options: z.object({}),
  create: () => new SelectiveBackpropThruTime(),
});
