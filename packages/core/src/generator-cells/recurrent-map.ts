import { linear } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Initializer, ParameterScope } from '../contracts/index.js';
import { varianceScaling, zeros } from '../parameters/index.js';

/** weightHh x + weightIh u + bias, of R rows. */
export interface RecurrentMap {
  /** `[R, input]`; absent when there is no input. */
  weightIh?: Tensor2D | undefined;
  weightHh: Tensor2D; // [R,H]
  bias: Tensor1D; // [R]
}

export interface RecurrentMapOptions {
  inputDim: number;
  /** H. */
  units: number;
  /** R; default: H. */
  rows?: number;
  /** Default: scaled normal draws. */
  recurrent?: Initializer;
  /** Default: zeros. */
  bias?: Initializer;
}

export function createRecurrentMap(
  scope: ParameterScope,
  {
    inputDim,
    units,
    rows = units,
    recurrent = varianceScaling(units),
    bias = zeros,
  }: RecurrentMapOptions,
): RecurrentMap {
  return {
    ...(inputDim > 0 && {
      weightIh: scope.create('weight_ih', [rows, inputDim], varianceScaling(inputDim)) as Tensor2D,
    }),
    weightHh: scope.create('weight_hh', [rows, units], recurrent) as Tensor2D,
    bias: scope.create('bias', [rows], bias) as Tensor1D,
  };
}

/** `[B,input]`, `[B,H]` to `[B,R]`. */
export function applyRecurrentMap(
  { weightIh, weightHh, bias }: RecurrentMap,
  input: Tensor2D | undefined,
  state: Tensor2D,
): Tensor2D {
  const fromState = linear(state, weightHh, bias);
  return input && weightIh ? tf.add(fromState, linear(input, weightIh)) : fromState;
}

/** Within ±clip, where that is finite. */
export const clipped = (state: Tensor2D, clip: number): Tensor2D =>
  Number.isFinite(clip) ? tf.clipByValue(state, -clip, clip) : state;
