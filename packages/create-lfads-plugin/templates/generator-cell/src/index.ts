import { defineGeneratorCell, definePlugin, varianceScaling, zeros } from '@lfads/core';
import type { GeneratorCell, ParameterScope } from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** x' = (1 - rate) x + rate tanh(W x + V u + b): a leaky rate network. */
class LeakyCell implements GeneratorCell {
  readonly recurrentWeights = ['weight_hh'];
  private recurrent!: tf.Variable<tf.Rank.R2>;
  private input: tf.Variable<tf.Rank.R2> | undefined;
  private bias!: tf.Variable<tf.Rank.R1>;

  constructor(private readonly rate: number) {}

  build(scope: ParameterScope, inputDim: number, genDim: number): void {
    this.recurrent = scope.create('weight_hh', [genDim, genDim], varianceScaling(genDim));
    this.input =
      inputDim === 0
        ? undefined
        : scope.create('weight_ih', [genDim, inputDim], varianceScaling(inputDim));
    this.bias = scope.create('bias', [genDim], zeros);
  }

  /** [trials, inputs], [trials, gen_dim] to [trials, gen_dim] */
  step(input: tf.Tensor2D | undefined, state: tf.Tensor2D): tf.Tensor2D {
    const recurrent = tf.add(tf.matMul(state, this.recurrent, false, true), this.bias);
    const drive =
      input && this.input
        ? tf.add(recurrent, tf.matMul(input, this.input, false, true))
        : recurrent;
    return tf.add(tf.mul(state, 1 - this.rate), tf.mul(tf.tanh(drive), this.rate));
  }
}

const templatePart = defineGeneratorCell({
  target: 'lfads-plugin-template/TemplatePart',
  summary: 'Leaky rate network.',
  options: z.object({
    rate: z
      .number()
      .gt(0)
      .max(1)
      .default(0.2)
      .describe('Width of a bin over the time constant of the units'),
  }),
  create: ({ rate }) => new LeakyCell(rate),
});

export default definePlugin({
  name: 'lfads-plugin-template',
  contractVersion: 1,
  components: [templatePart],
});
