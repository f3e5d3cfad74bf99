import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { GeneratorCell, ParameterScope } from '../contracts/index.js';
import { defineGeneratorCell, partOf } from '../registry/index.js';

/** Layers of gen_dim units each; the state is theirs side by side, first layer first, and the last one is read. */
export class StackedCell implements GeneratorCell {
  readonly recurrentWeights: readonly string[];
  private stateDims: readonly number[] = [];

  constructor(private readonly layers: readonly GeneratorCell[]) {
    this.recurrentWeights = layers.flatMap(({ recurrentWeights }, i) =>
      recurrentWeights.map((name) => `${i}.${name}`),
    );
  }

  build(scope: ParameterScope, inputDim: number, genDim: number): void {
    this.stateDims = this.layers.map((layer) => layer.stateDim?.(genDim) ?? genDim);
    this.layers.forEach((layer, i) =>
      layer.build(scope.child(String(i)), i === 0 ? inputDim : genDim, genDim),
    );
  }

  stateDim(genDim: number): number {
    return this.layers.reduce((sum, layer) => sum + (layer.stateDim?.(genDim) ?? genDim), 0);
  }

  output(state: Tensor2D): Tensor2D {
    return outputOf(this.layers.at(-1)!, this.statesOf(state).at(-1)!);
  }

  step(input: Tensor2D | undefined, state: Tensor2D): Tensor2D {
    let below = input;
    const next = this.statesOf(state).map((before, i) => {
      const after = this.layers[i]!.step(below, before);
      below = outputOf(this.layers[i]!, after);
      return after;
    });
    return tf.concat(next, 1);
  }

  private statesOf(state: Tensor2D): Tensor2D[] {
    return tf.split(state, [...this.stateDims], 1);
  }
}

const outputOf = (layer: GeneratorCell, state: Tensor2D): Tensor2D =>
  layer.output?.(state) ?? state;

export const stacked = defineGeneratorCell({
  target: '@lfads/core/StackedCell',
  summary: 'Generator cells on top of each other.',
  docs: `Every layer has \`gen_dim\` units, as the layers of \`torch.nn.RNN\` have \`hidden_size\` each. The first one gets the
generator's input, each next one what is read of the layer below at the same step; factors are read from the last
one, and \`gen_states\` and \`gen_init\` of the outputs are its states alone. Layers may be of different kinds.

The initial condition gives the states of all layers before the first step: \`decoder.ic_to_g0\` has as many rows as
all of them together, those of the first layer first. Parameters are those of the layers, below
\`decoder.rnn.cell.gen_cell.0\`, \`.1\`, …; L2 acts on the recurrent matrices of all of them.

    _target_: '@lfads/core/StackedCell'
    layers:
      - _target_: '@lfads/core/GruCell'
      - _target_: '@lfads/core/LstmCell'

Source: Graves 2013, arXiv:1308.0850, without the connections that skip layers.`,
  example: {
    layers: [{ _target_: '@lfads/core/GruCell' }, { _target_: '@lfads/core/LinearCell' }],
  },
  options: z.object({
    layers: z
      .array(partOf<GeneratorCell>('generatorCell'))
      .min(1)
      .describe('The cells, the one that gets the input first'),
  }),
  create: ({ layers }) => new StackedCell(layers),
});
