import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Augmentation, SessionBatch } from '../contracts/index.js';
import { defineAugmentation } from '../registry/index.js';

/** In place of missing targets: a value that every likelihood is defined on (their loss is not counted). */
const PLACEHOLDER = 10;

interface SelectiveBackpropMemo {
  /** bool `[B,T,N]`, 1 = missing. */
  missing: tf.Tensor3D;
}

const replaceNaN = (data: tf.Tensor3D, missing: tf.Tensor3D, value: number): tf.Tensor3D =>
  tf.where(missing, tf.fill(data.shape, value), data);

/**
 * Selective backpropagation through time (Zhu et al. 2021): samples that are missing (NaN) are zero in the
 * input and have no loss; the loss on the others is scaled up so that its mean stays comparable.
 */
export class SelectiveBackpropThruTime implements Augmentation<SelectiveBackpropMemo> {
  processBatch(batch: SessionBatch) {
    const { encodData, reconData } = batch;
    const missing = tf.isNaN(reconData);
    const filled: SessionBatch = {
      ...batch,
      encodData: replaceNaN(encodData, tf.isNaN(encodData), 0),
      reconData: replaceNaN(reconData, missing, PLACEHOLDER),
    };
    return { batch: filled, memo: { missing } };
  }

  processLosses(losses: tf.Tensor3D, { missing }: SelectiveBackpropMemo): tf.Tensor3D {
    return tf.tidy(() => {
      const present = tf.sub(1, tf.mean(tf.cast(missing, 'float32')));
      return tf.div(tf.where(missing, tf.zerosLike(losses), losses), present);
    });
  }
}

export const selectiveBackpropThruTime = defineAugmentation({
  target: '@lfads/core/SelectiveBackpropThruTime',
  summary: 'Leaves samples that are missing (NaN) out of the input and the loss.',
  options: z.object({}),
  create: () => new SelectiveBackpropThruTime(),
});
