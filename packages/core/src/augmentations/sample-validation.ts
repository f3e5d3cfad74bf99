import { maskScale } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Augmentation, AugmentationContext, SessionBatch } from '../contracts/index.js';
import { LfadsError } from '../contracts/index.js';
import { defineAugmentation } from '../registry/index.js';
import { ensureInputInTarget } from './input-in-target.js';
import { changeFrom, onesBefore } from './leading-steps.js';

export interface SampleValidationOptions {
  /** Share of the input's elements that the data module holds out; the same as its `sv_rate`. */
  svRate: number;
  /** First steps, where nothing is held out. */
  icEncSeqLen?: number;
  /** Whether the loss is a mean over elements, or a sum per trial: how `recon/sv` is aggregated. */
  reconReduceMean: boolean;
}

/** bool `[B,t,n]`, 1 = shown to the encoder. */
interface SampleValidationMemo {
  mask?: tf.Tensor3D;
}

/**
 * Sample validation (Keshtkaran & Pandarinath 2019): the same elements of the input are held out in all
 * epochs; the model is trained on the rest, and the loss on them is logged as `recon/sv`. Targets that were
 * never input keep their loss.
 *
 * @throws LfadsError LFADS_AUGMENTATION_SV_MASK when the data module gives no mask
 */
export class SampleValidation implements Augmentation<SampleValidationMemo> {
  private readonly start: number;

  constructor(private readonly options: SampleValidationOptions) {
    this.start = options.icEncSeqLen ?? 0;
  }

  processBatch(batch: SessionBatch, { session }: AugmentationContext) {
    const { svRate } = this.options;
    if (svRate === 0) return { batch, memo: {} };
    ensureInputInTarget('SampleValidation', batch, session);
    const { svMask: mask } = batch;
    if (mask === undefined) {
      throw new LfadsError(
        'LFADS_AUGMENTATION_SV_MASK',
        `SampleValidation has sv_rate ${svRate}, but the batch of session ${session} has no mask.`,
        'Set datamodule.sv_rate to the same value.',
      );
    }
    const encodData = changeFrom(this.start, batch.encodData, (data) =>
      maskScale(data, mask, 1 / (1 - svRate)),
    );
    return { batch: { ...batch, encodData }, memo: { mask } };
  }

  processLosses(
    losses: tf.Tensor3D,
    { mask }: SampleValidationMemo,
    context: AugmentationContext,
  ): tf.Tensor3D {
    if (mask === undefined) {
      context.log('recon/sv', NaN);
      return losses;
    }
    const { svRate } = this.options;
    const early = context.compat === 'lfads-torch-1.1';
    const shown = early ? mask : onesBefore(this.start, mask);
    context.log('recon/sv', this.heldOutLoss(losses, shown, mask.size));
    const [, steps, channels] = shown.shape;
    const weights = tf.div(tf.cast(mask, 'float32'), 1 - svRate) as tf.Tensor3D;
    const padding: [number, number][] = [
      [0, 0],
      [early ? 0 : this.start, losses.shape[1] - steps],
      [0, losses.shape[2] - channels],
    ];
    return tf.mul(losses, tf.pad(weights, padding, 1));
  }

  /** Loss on the elements held out, scaled up as if all `candidates` had been. */
  private heldOutLoss(losses: tf.Tensor3D, shown: tf.Tensor3D, candidates: number): number {
    const { svRate, reconReduceMean } = this.options;
    const sum = tf.tidy(() => {
      const input = tf.slice(losses, [0, 0, 0], shown.shape);
      return tf.sum(tf.where(shown, tf.zerosLike(input), input)).dataSync()[0]!;
    });
    return sum / svRate / (reconReduceMean ? candidates : shown.shape[0]);
  }
}

export const sampleValidation = defineAugmentation({
  target: '@lfads/core/SampleValidation',
  summary: 'Trains without a fixed share of the input and logs the loss on it as recon/sv.',
  docs: `The same elements of the input are held out in all epochs; the model is trained on the rest, and the loss on
them is logged as \`recon/sv\`. Targets that were never input keep their loss. The data module draws the mask
(its option \`sv_rate\`).

Source: Keshtkaran & Pandarinath 2019, Advances in Neural Information Processing Systems 32.`,
  example: { sv_rate: 0.2 },
  options: z.object({
    sv_rate: z.number().min(0).lt(1).describe('Share held out; the same as datamodule.sv_rate'),
    ic_enc_seq_len: z.int().nonnegative().default(0).describe('First steps, never held out'),
    recon_reduce_mean: z.boolean().default(true).describe('As the model has it'),
  }),
  create: ({ sv_rate, ic_enc_seq_len, recon_reduce_mean }) =>
    new SampleValidation({
      svRate: sv_rate,
      icEncSeqLen: ic_enc_seq_len,
      reconReduceMean: recon_reduce_mean,
    }),
});
