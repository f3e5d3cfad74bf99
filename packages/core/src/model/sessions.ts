import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Batch } from '../contracts/index.js';

export const sortedSessions = (batch: Batch): number[] => [...batch.keys()].sort((a, b) => a - b);

/** Trials of all sessions along the first axis; a single session is passed on as it is. */
export const joinSessions = <T extends Tensor>(parts: readonly T[]): T =>
  parts.length === 1 ? parts[0]! : (tf.concat([...parts], 0) as Tensor as T);

/** The inverse: `[B,…]` into tensors of `sizes` trials. */
export const splitSessions = <T extends Tensor>(joined: T, sizes: readonly number[]): T[] =>
  sizes.length === 1 ? [joined] : (tf.split(joined, [...sizes], 0) as Tensor[] as T[]);
