import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { checkShapes } from './shapes.js';

export interface GruCellInputs {
  x: Tensor2D; // [B,I]
  h: Tensor2D; // [B,H]
  weightIh: Tensor2D; // [3H,I]
  weightHh: Tensor2D; // [3H,H]
  biasIh: tf.Tensor1D; // [3H]
  biasHh?: tf.Tensor1D | undefined; // [3H]
}

/**
 * One step of the GRU of LFADS (Sussillo et al. 2016; Cho et al. 2014), row blocks update z, reset r,
 * candidate n:
 *
 *     z = s(Wz x + Uz h + bz)    r = s(Wr x + Ur h + br)    n = tanh(Wn x + Un (r h) + bn)
 *     h' = clip(z h + (1 - z) n, -clip, clip)
 *
 * The reset gate acts before the matrix, the update gate keeps the old state (both unlike torch.nn.GRU).
 *
 * @returns h' [B,H]
 * @throws OpError (LFADS_OPS_SHAPE) naming the argument that does not fit
 */
export function gruCell(inputs: GruCellInputs, clip: number): Tensor2D {
  const { x, h, weightIh, weightHh, biasIh, biasHh } = inputs;
  checkShapes('gruCell', [
    ['x', x, 'B I'],
    ['h', h, 'B H'],
    ['weightIh', weightIh, '3H I'],
    ['weightHh', weightHh, '3H H'],
    ['biasIh', biasIh, '3H'],
    ['biasHh', biasHh, '3H'],
  ]);
  return tf.tidy(() => {
    const bias = biasHh === undefined ? biasIh : tf.add(biasIh, biasHh);
    const fromInput = tf.add<Tensor2D>(tf.matMul(x, weightIh, false, true), bias);
    return gruStep(fromInput, h, splitRecurrent(weightHh), clip);
  });
}

/** The recurrent matrix by what its rows act on: the gates [2H,H] and the candidate [H,H]. */
export type RecurrentWeights = readonly [gates: Tensor2D, candidate: Tensor2D];

export function splitRecurrent(weightHh: Tensor2D): RecurrentWeights {
  const size = weightHh.shape[1];
  const [gates, candidate] = tf.split<Tensor2D>(weightHh, [2 * size, size], 0);
  return [gates!, candidate!];
}

/** A step from the input's share `W x + b` [B,3H] and the state [B,H]. */
export function gruStep(
  fromInput: Tensor2D,
  h: Tensor2D,
  [gates, candidate]: RecurrentWeights,
  clip: number,
): Tensor2D {
  const size = h.shape[1];
  const [gatesFromInput, candidateFromInput] = tf.split(fromInput, [2 * size, size], 1);
  const opened = tf.sigmoid(tf.add(gatesFromInput!, tf.matMul(h, gates, false, true)));
  const [z, r] = tf.split(opened, 2, 1);
  const n = tf.tanh(
    tf.add(candidateFromInput!, tf.matMul(tf.mul<Tensor2D>(r!, h), candidate, false, true)),
  );
  const next = tf.add<Tensor2D>(tf.mul(z!, h), tf.mul(tf.sub(1, z!), n));
  return Number.isFinite(clip) ? tf.clipByValue(next, -clip, clip) : next;
}
