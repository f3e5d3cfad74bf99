import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { gruStep, splitRecurrent } from './gru-cell.js';

/** The next state from the input's share `W u + b` [B,N] and the state [B,G]. */
type Step = (fromInput: Tensor2D, state: Tensor2D) => Tensor2D;
/** A cell's step with its recurrent matrix [N,G] and the bound of its states. */
type Cell = (weightHh: Tensor2D, clip: number) => Step;

const simple =
  (phi: (x: Tensor2D) => Tensor2D): Cell =>
  (weightHh, clip) =>
  (fromInput, state) => {
    const next = phi(tf.add(fromInput, tf.matMul(state, weightHh, false, true)));
    return Number.isFinite(clip) ? tf.clipByValue(next, -clip, clip) : next;
  };

/** The generator's cells that the decoder's loop may be fused with. */
export const GENERATOR_CELLS = {
  gru: (weightHh, clip) => {
    const recurrent = splitRecurrent(weightHh);
    return (fromInput, state) => gruStep(fromInput, state, recurrent, clip);
  },
  tanh: simple((x) => tf.tanh(x)),
  relu: simple((x) => tf.relu(x)),
  linear: simple((x) => x),
} satisfies Record<string, Cell>;

export type DecoderCell = keyof typeof GENERATOR_CELLS;
