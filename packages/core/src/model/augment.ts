import type {
  Augmentation,
  AugmentationContext,
  AugmentationOrder,
  Batch,
  SessionBatch,
} from '../contracts/index.js';

/** What each augmentation remembers of one session's batch, until its losses are processed. */
export type Memos = ReadonlyMap<Augmentation, unknown>;

export interface Augmented {
  batch: SessionBatch;
  memos: Memos;
}

/** Applies a stack's batch transforms in order. */
export function augmentBatch(
  stack: AugmentationOrder,
  batch: SessionBatch,
  context: AugmentationContext,
): Augmented {
  const memos = new Map<Augmentation, unknown>();
  for (const transform of stack.batchTransforms) {
    const result = transform.processBatch?.(batch, context);
    if (!result) continue;
    batch = result.batch;
    memos.set(transform, result.memo);
  }
  return { batch, memos };
}

/** The batch that the model sees. */
export const augmentedBatch = (augmented: ReadonlyMap<number, Augmented>): Batch =>
  new Map([...augmented].map(([session, { batch }]) => [session, batch]));
