import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { FusedCell, GeneratorCell, ParameterScope } from '../contracts/index.js';
import { defineGeneratorCell } from '../registry/index.js';
import { cellClip } from './cell-clip.js';
import {
  applyRecurrentMap,
  clipped,
  createRecurrentMap,
  type RecurrentMap,
} from './recurrent-map.js';

const NONLINEARITIES = { tanh: tf.tanh, relu: tf.relu };

export interface VanillaRnnOptions {
  nonlinearity: keyof typeof NONLINEARITIES;
  /** Bound of the states' absolute value, Infinity for none. */
  clip: number;
}

/** x' = clip(f(weightHh x + weightIh u + bias)), f = tanh or relu: torch.nn.RNNCell with one bias. */
export class VanillaRnnCell implements GeneratorCell {
  readonly recurrentWeights = ['weight_hh'];
  private map: RecurrentMap | undefined;

  constructor(private readonly options: VanillaRnnOptions) {}

  build(scope: ParameterScope, inputDim: number, genDim: number): void {
    this.map = createRecurrentMap(scope, { inputDim, units: genDim });
  }

  step(input: Tensor2D | undefined, state: Tensor2D): Tensor2D {
    const { nonlinearity, clip } = this.options;
    return clipped(NONLINEARITIES[nonlinearity](applyRecurrentMap(this.map!, input, state)), clip);
  }

  get fused(): FusedCell | undefined {
    const { nonlinearity: cell, clip } = this.options;
    return this.map && { ...this.map, cell, clip };
  }
}

export const vanillaRnn = defineGeneratorCell({
  target: '@lfads/core/VanillaRnnCell',
  summary: 'Recurrent network without gates, with tanh or rectified units.',
  docs: `With the state x of \`gen_dim\` units and the generator's input u,

    x[t] = clip(f(W x[t-1] + V u[t] + b), -cell_clip, cell_clip)

where f is \`nonlinearity\`: tanh, or relu(a) = max(a, 0). It computes what \`torch.nn.RNNCell\` does, whose
two biases are one here. Units that are rectified have no upper bound but \`cell_clip\`; those of tanh stay
within ±1 in any case. Fixed points and their linearisation are easier to read than those of gated cells.

Parameters, below \`decoder.rnn.cell.gen_cell\`: \`weight_hh\` W [gen_dim, gen_dim], \`weight_ih\` V [gen_dim,
inputs] if there are inputs, \`bias\` b [gen_dim].

Source: Elman 1990, Cognitive Science 14; as a model of neural dynamics Sussillo & Barak 2013, Neural
Computation 25.`,
  options: z.object({
    nonlinearity: z
      .enum(Object.keys(NONLINEARITIES) as (keyof typeof NONLINEARITIES)[])
      .default('tanh')
      .describe('Function of every unit'),
    cell_clip: cellClip('States stay within ± this; .inf: no bound'),
  }),
  create: ({ nonlinearity, cell_clip: clip }) => new VanillaRnnCell({ nonlinearity, clip }),
});
