import { gradientMask, maskScale } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Augmentation, AugmentationContext, SessionBatch } from '../contracts/index.js';
import { defineAugmentation } from '../registry/index.js';
import { ensureInputInTarget } from './input-in-target.js';
import { changeFrom, onesBefore } from './leading-steps.js';
import { sessionStream } from './session-stream.js';

export interface CoordinatedDropoutOptions {
  /** Share of the input's elements that are dropped. */
  cdRate: number;
  /** Share of the kept elements whose loss passes a gradient all the same. */
  cdPassRate?: number;
  /** First steps that are never dropped: no rates are inferred from them. */
  icEncSeqLen?: number;
}

/** Where the loss passes gradients, from the target's first step on; undefined: everywhere. */
export interface CoordinatedDropoutMemo {
  gradMask?: tf.Tensor3D;
}

/**
 * Coordinated dropout (Keshtkaran & Pandarinath 2019): elements of the input are dropped at random and
 * the rest scaled up; the loss passes gradients only where the input was dropped, so that the model
 * cannot learn to copy its input. Targets that were never input (held-out channels, steps ahead) pass.
 *
 * Draws from the streams `cd_mask/<session>` and `cd_pass_mask/<session>`, of the shape of the input from
 * step `icEncSeqLen` on.
 */
export class CoordinatedDropout implements Augmentation<CoordinatedDropoutMemo> {
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
    ensureInputInTarget('CoordinatedDropout', batch, context.session);
    const [trials, steps, channels] = batch.encodData.shape;
    const shape = [trials, steps - this.start, channels];
    const mask = drawMask(context, 'cd_mask', shape, 1 - rate);
    const encodData = changeFrom(this.start, batch.encodData, (data) =>
      maskScale(data, mask, 1 / (1 - rate)),
    );
    const passed = passingMask(mask, this.passRate, context);
    const early = context.compat === 'lfads-torch-1.1';
    const gradMask = early ? passed : onesBefore(this.start, passed);
    return { batch: { ...batch, encodData }, memo: { gradMask } };
  }

  processLosses(losses: tf.Tensor3D, { gradMask }: CoordinatedDropoutMemo): tf.Tensor3D {
    return gradMask === undefined ? losses : gradientMask(losses, gradMask);
  }

  gradientMask({ gradMask }: CoordinatedDropoutMemo): tf.Tensor3D | undefined {
    return gradMask;
  }
}

/** A bool mask of one session, 1 with probability `p`. */
export const drawMask = (
  { random, session }: AugmentationContext,
  stream: string,
  shape: readonly number[],
  p: number,
): tf.Tensor3D => random.bernoulli(sessionStream(stream, session), shape, p) as tf.Tensor3D;

/** Where the loss passes gradients: where the input was dropped, and at `passRate` of the rest. */
export const passingMask = (
  mask: tf.Tensor3D,
  passRate: number,
  context: AugmentationContext,
): tf.Tensor3D => {
  const dropped = tf.logicalNot(mask);
  if (passRate === 0) return dropped;
  return tf.logicalOr(dropped, drawMask(context, 'cd_pass_mask', mask.shape, passRate));
};

export const cdOptions = z.object({
  cd_rate: z.number().min(0).lt(1).describe('Share of the input that is dropped'),
  cd_pass_rate: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Share of the kept input whose loss passes a gradient all the same'),
  ic_enc_seq_len: z.int().nonnegative().default(0).describe('First steps, never dropped'),
});

export const coordinatedDropout = defineAugmentation({
  target: '@lfads/core/CoordinatedDropout',
  summary: 'Drops input elements and passes gradients only where they were dropped.',
  docs: `Elements of the input are dropped at random and the rest scaled up by 1 / (1 - cd_rate); the loss passes
gradients only where the input was dropped, so that the model cannot learn to copy its input. Targets that
were never input (held-out channels, steps ahead) pass.

Source: Keshtkaran & Pandarinath 2019, Advances in Neural Information Processing Systems 32.`,
  example: { cd_rate: 0.3 },
  options: cdOptions,
  create: ({ cd_rate, cd_pass_rate, ic_enc_seq_len }) =>
    new CoordinatedDropout({
      cdRate: cd_rate,
      cdPassRate: cd_pass_rate,
      icEncSeqLen: ic_enc_seq_len,
    }),
});
