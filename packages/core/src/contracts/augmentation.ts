import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { SessionBatch, Split } from './batch.js';
import type { StepRandom } from './random.js';

export interface AugmentationContext {
  session: number;
  split: Split;
  random: StepRandom;
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
   * (bool `[B,t,n]`, padded with ones), or undefined when they pass everywhere. Lets the loss be fused.
   */
  gradientMask?(memo: Memo): Tensor | undefined;
  /** Values that hyper-parameter search may change and that are logged as `hp/<name>`. */
  readonly hyperparameters?: Readonly<Record<string, number>>;
}
