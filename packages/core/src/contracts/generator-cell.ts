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

/** What the fused loop needs of a cell of H units; R rows are 3H for `gru` (z, r, n), H for the others. */
export interface FusedCell {
  /** `gru`: lfads-torch's; others: the function f of x' = f(weightHh x + weightIh u + bias). */
  cell: 'gru' | 'tanh' | 'relu' | 'linear';
  /** `[R, input]`; absent when there is no input. */
  weightIh?: Tensor2D | undefined;
  weightHh: Tensor2D; // [R,H]
  bias: Tensor1D; // [R]
  /** Bound of the states' absolute value, Infinity for none. */
  clip: number;
}

/**
 * One step of the generator. Its state `[B,S]` is inferred as a whole from the initial condition; what
 * factors are read from, and what outputs show as `gen_states`, is `[B,gen_dim]` of it.
 */
export interface GeneratorCell {
  build(scope: ParameterScope, inputDim: number, genDim: number): void;
  /** The recurrent matrices that L2 acts on, by their names in the scope. */
  readonly recurrentWeights: readonly string[];
  /** `[B,input]`, `[B,S]` to `[B,S]`. */
  step(input: Tensor2D | undefined, state: Tensor2D): Tensor2D;
  /** S, of a cell that carries more than is read of it; it then gives `output` too. Default: gen_dim. */
  stateDim?(genDim: number): number;
  /** `[B,S]` to `[B,gen_dim]`; default: the state itself. */
  output?(state: Tensor2D): Tensor2D;
  /** Given (after `build`) by a cell that the fused loop can run; read in every forward pass. */
  readonly fused?: FusedCell | undefined;
}
