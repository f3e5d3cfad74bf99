import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { SessionBatch, Split } from './batch.js';
import type { Compat } from './compat.js';
import type { StepRandom } from './random.js';

export interface AugmentationContext {
  session: number;
  split: Split;
  random: StepRandom;
  /** Set when the model reproduces the faults of this release (see `compat`). */
  compat?: Compat | undefined;
  /** Logs a metric of this batch, e.g. `recon/sv` (the split is put in front). */
  log(name: string, value: number): void;
}

/**
 * A change of the batch, of the losses, or of both. `processBatch` returns what `processLosses` of the
 * same session will need (`memo`); nothing is kept in the augmentation, so sessions cannot be mixed up.
 */
export interface Augmentation<Memo = unknown> {
  processBatch?(
    batch: SessionBatch,
    context: AugmentationContext,
  ): { batch: SessionBatch; memo: Memo };
  /** @param losses elementwise `[B, recon_seq_len, N]` */
  processLosses?(losses: Tensor3D, memo: Memo, context: AugmentationContext): Tensor3D;
  /**
   * Given by augmentations whose `processLosses` only stops gradients: the mask of where they pass
   * (bool `[B,t,n]` from the target's first step and channel on, padded with ones at the end), or undefined when they pass everywhere. Lets the loss be fused.
   */
  gradientMask?(memo: Memo): Tensor | undefined;
  /** Values that hyper-parameter search may change and that are logged as `hp/<name>`. */
  readonly hyperparameters?: Readonly<Record<string, number>>;
}

/** Augmentations in the order of their use: on the batch before the model, on the losses after it. */
export interface AugmentationOrder {
  readonly batchTransforms: readonly Augmentation[];
  readonly lossTransforms: readonly Augmentation[];
}
