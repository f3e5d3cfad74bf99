import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { ParameterScope } from './parameters.js';

/** One step of the generator: `[B,input]`, `[B,gen_dim]` to `[B,gen_dim]`. */
export interface GeneratorCell {
  build(scope: ParameterScope, inputDim: number, genDim: number): void;
  /** The recurrent matrix that L2 acts on, by its name in the scope. */
  readonly recurrentWeight: string;
  step(input: Tensor2D | undefined, state: Tensor2D): Tensor2D;
  /** A cell with a fused decoder loop names it; others run step by step. */
  readonly fused?: 'gru';
}
