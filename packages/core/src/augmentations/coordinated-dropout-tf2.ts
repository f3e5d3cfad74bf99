import { gradientMask, maskScale } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Augmentation, AugmentationContext, SessionBatch } from '../contracts/index.js';
import { defineAugmentation } from '../registry/index.js';
import {
  cdOptions,
  drawMask,
  passingMask,
  type CoordinatedDropoutMemo,
  type CoordinatedDropoutOptions,
} from './coordinated-dropout.js';
import { ensureInputInTarget } from './input-in-target.js';
import { changeFrom, onesBefore } from './leading-steps.js';

/**
 * Coordinated dropout as in the TensorFlow 2 implementation of AutoLFADS: the mask covers the whole
 * target, so that gradients are stopped at random for held-out channels and steps ahead too.
 *
 * Draws from the streams `cd_mask/<session>` and `cd_pass_mask/<session>`, of the shape of the target from
 * step `icEncSeqLen` on.
 */
export class CoordinatedDropoutTF2 implements Augmentation<CoordinatedDropoutMemo> {
  readonly hyperparameters: { cd_rate: number };
  private readonly passRate: number;
  private readonly start: number;

  constructor({ cdRate, cdPassRate = 0, icEncSeqLen = 0 }: CoordinatedDropoutOptions) {
    this.hyperparameters = { cd_rate: cdRate };
    this.passRate = cdPassRate;
    this.start = icEncSeqLen;
  }

  processBatch(batch: SessionBatch, context: AugmentationContext) {
    const { cd_rate: rate } = this.hyperparameters;
    if (rate === 0) return { batch, memo: {} };
    ensureInputInTarget('CoordinatedDropoutTF2', batch, context.session);
    const [trials, steps, channels] = batch.reconData.shape;
    const shape = [trials, steps - this.start, channels];
    const mask = drawMask(context, 'cd_mask', shape, 1 - rate);
    const encodData = changeFrom(this.start, batch.encodData, (data) =>
      maskScale(data, tf.slice(mask, [0, 0, 0], data.shape), 1 / (1 - rate)),
    );
    const passed = passingMask(mask, this.passRate, context);
    return { batch: { ...batch, encodData }, memo: { gradMask: onesBefore(this.start, passed) } };
  }

  processLosses(losses: tf.Tensor3D, { gradMask }: CoordinatedDropoutMemo): tf.Tensor3D {
    return gradMask === undefined ? losses : gradientMask(losses, gradMask);
  }

  gradientMask({ gradMask }: CoordinatedDropoutMemo): tf.Tensor3D | undefined {
    return gradMask;
  }
}

export const coordinatedDropoutTf2 = defineAugmentation({
  target: '@lfads/core/CoordinatedDropoutTF2',
  summary: 'Coordinated dropout whose gradient mask covers held-out channels and steps ahead too.',
  docs: `As in the TensorFlow 2 implementation of AutoLFADS: the mask covers the whole target, so that gradients are
stopped at random for held-out channels and steps ahead too. Otherwise see
[CoordinatedDropout](CoordinatedDropout.md).`,
  example: { cd_rate: 0.3 },
  options: cdOptions,
  create: ({ cd_rate, cd_pass_rate, ic_enc_seq_len }) =>
    new CoordinatedDropoutTF2({
      cdRate: cd_rate,
      cdPassRate: cd_pass_rate,
      icEncSeqLen: ic_enc_seq_len,
    }),
});
