import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { ParameterScope } from './parameters.js';

/** Row blocks of the gates in the order update z, reset r, candidate n. */
export interface GruWeights {
  /** `[3H, input]`; absent when there is no input. */
  weightIh?: Tensor2D | undefined;
  weightHh: Tensor2D; // [3H,H]
  biasIh: Tensor1D; // [3H]
  biasHh: Tensor1D; // [3H], outside the reset product
}

/** One step of the generator: `[B,input]`, `[B,gen_dim]` to `[B,gen_dim]`. */
export interface GeneratorCell {
  build(scope: ParameterScope, inputDim: number, genDim: number): void;
  /** The recurrent matrix that L2 acts on, by its name in the scope. */
  readonly recurrentWeight: string;
  step(input: Tensor2D | undefined, state: Tensor2D): Tensor2D;
  /** Given (after `build`) by a cell that is lfads-torch's clipped GRU: the decoder's loop is then fused. */
  readonly gru?: GruWeights | undefined;
}
