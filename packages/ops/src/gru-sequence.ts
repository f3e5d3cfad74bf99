import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import {
  hasFused,
  nameOutputs,
  recording,
  registerFusedGradient,
  runFused,
  runKernel,
} from './fused.js';
import { gruStep, splitRecurrent } from './gru-cell.js';
import { GRU_SEQUENCE, GRU_SEQUENCE_GRAD } from './kernels.js';
import { stopGradient } from './no-gradient.js';
import { checkShapes } from './shapes.js';
import { unstackSteps } from './time-steps.js';

export interface GruSequenceTensors {
  x: Tensor3D; // [B,T,I]
  h0: Tensor2D; // [B,H] or [1,H]
  weightIh: Tensor2D; // [3H,I]
  weightHh: Tensor2D; // [3H,H]
  bias: Tensor1D; // [3H], bias_ih + bias_hh
  mask?: Tensor3D | undefined; // bool [B,T,I], 1 = kept
}

export interface GruSequenceOptions {
  /** Run from the last step to the first; outputs stay aligned in time with x. Default false. */
  reverse?: boolean;
  /** Bound of the states' absolute value. Default Infinity: none. */
  clip?: number;
  /** Factor of the kept inputs, 1 / (1 - dropout rate). Default 1. */
  maskScale?: number;
  /** The states of all steps or that of the last step taken. Default 'sequence'. */
  output?: 'sequence' | 'last';
  /**
   * Keep for the gradient only the states at about sqrt(T) steps, if those are not outputs anyway, and
   * compute the others again (Chen et al. 2016): less memory, more time, the same values. Default false.
   */
  gradientCheckpointing?: boolean;
  /** False if x is data, of which nobody wants the gradient. Default true. */
  inputGradient?: boolean;
}

/**
 * A GRU (see `gruCell`) over all time steps of `x`, or of `x * mask * maskScale`.
 *
 * @returns the states [B,T,H], or for output 'last' [B,H]
 * @throws OpError (LFADS_OPS_SHAPE, LFADS_OPS_DTYPE) naming the argument that does not fit
 */
export function gruSequence(
  inputs: GruSequenceTensors,
  options: GruSequenceOptions & { output: 'last' },
): Tensor2D;
export function gruSequence(
  inputs: GruSequenceTensors,
  options?: GruSequenceOptions & { output?: 'sequence' },
): Tensor3D;
export function gruSequence(
  inputs: GruSequenceTensors,
  options?: GruSequenceOptions,
): Tensor3D | Tensor2D;
export function gruSequence(
  inputs: GruSequenceTensors,
  options: GruSequenceOptions = {},
): Tensor3D | Tensor2D {
  const settings = {
    reverse: false,
    clip: Infinity,
    maskScale: 1,
    output: 'sequence' as const,
    gradientCheckpointing: false,
    inputGradient: true,
    ...options,
  };
  checkShapes('gruSequence', [
    ['x', inputs.x, 'B T I'],
    ['h0', inputs.h0, '1|B H'],
    ['weightIh', inputs.weightIh, '3H I'],
    ['weightHh', inputs.weightHh, '3H H'],
    ['bias', inputs.bias, '3H'],
    ['mask', inputs.mask, 'B T I', 'bool'],
  ]);
  if (!hasFused(GRU_SEQUENCE, GRU_SEQUENCE_GRAD)) {
    const x = settings.inputGradient ? inputs.x : stopGradient(inputs.x);
    return tf.tidy(() => gruSequenceComposite({ ...inputs, x }, settings));
  }
  const { x, h0, weightIh, weightHh, bias, mask } = inputs;
  const attrs = { ...settings, keepActivations: recording() };
  const constants = settings.inputGradient ? [] : ['x'];
  const named = { x, h0, weightIh, weightHh, bias, mask };
  return runFused(GRU_SEQUENCE, named, attrs, constants)[0] as Tensor3D;
}

function gruSequenceComposite(
  { x, h0, weightIh, weightHh, bias, mask }: GruSequenceTensors,
  { reverse, clip, maskScale, output }: Required<GruSequenceOptions>,
): Tensor3D | Tensor2D {
  const [batch] = x.shape;
  const kept =
    mask === undefined ? x : tf.mul<Tensor3D>(tf.mul(x, tf.cast(mask, 'float32')), maskScale);
  const steps = unstackSteps(kept);
  const recurrent = splitRecurrent(weightHh);
  let h = tf.broadcastTo<tf.Rank.R2>(h0, [batch, h0.shape[1]]);
  const states: Tensor2D[] = [];
  for (const step of reverse ? [...steps].reverse() : steps) {
    const fromInput = tf.add<Tensor2D>(tf.matMul(step, weightIh, false, true), bias);
    h = gruStep(fromInput, h, recurrent, clip);
    states.push(h);
  }
  if (output === 'last') return h;
  return tf.stack(reverse ? states.reverse() : states, 1) as Tensor3D;
}

registerFusedGradient(GRU_SEQUENCE, ({ inputs, outputs: [h], dys: [dy], attrs }) => {
  const gradients = runKernel(GRU_SEQUENCE_GRAD, { ...inputs, h, dy }, attrs);
  const names = [
    'h0',
    'weightIh',
    'weightHh',
    'bias',
    attrs.inputGradient === true && 'x',
  ] as const;
  return nameOutputs(names, gradients);
});
