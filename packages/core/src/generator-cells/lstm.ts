import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { GeneratorCell, Initializer, ParameterScope } from '../contracts/index.js';
import { defineGeneratorCell } from '../registry/index.js';
import { cellClip } from './cell-clip.js';
import {
  applyRecurrentMap,
  clipped,
  createRecurrentMap,
  type RecurrentMap,
} from './recurrent-map.js';

/** Ones for the forget gate, the second of four blocks of rows; zeros for the others. */
const openForgetGate: Initializer = ([rows]) =>
  new Float32Array(rows!).fill(1, rows! / 4, rows! / 2);

/** torch.nn.LSTMCell with one bias and clipped memory. The state is [h, c], `[B, 2 gen_dim]`; h is read. */
export class LstmCell implements GeneratorCell {
  readonly recurrentWeights = ['weight_hh'];
  private map: RecurrentMap | undefined;

  /** @param clip bound of the memory's absolute value, Infinity for none */
  constructor(private readonly clip: number) {}

  build(scope: ParameterScope, inputDim: number, genDim: number): void {
    const rows = 4 * genDim;
    this.map = createRecurrentMap(scope, { inputDim, units: genDim, rows, bias: openForgetGate });
  }

  stateDim(genDim: number): number {
    return 2 * genDim;
  }

  output(state: Tensor2D): Tensor2D {
    return tf.split<Tensor2D>(state, 2, 1)[0]!;
  }

  step(input: Tensor2D | undefined, state: Tensor2D): Tensor2D {
    const [h, c] = tf.split(state, 2, 1) as [Tensor2D, Tensor2D];
    const gates = tf.split(applyRecurrentMap(this.map!, input, h), 4, 1);
    const [i, f, g, o] = gates as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
    const written = tf.mul<Tensor2D>(tf.sigmoid(i), tf.tanh(g));
    const memory = clipped(tf.add(tf.mul<Tensor2D>(tf.sigmoid(f), c), written), this.clip);
    return tf.concat([tf.mul<Tensor2D>(tf.sigmoid(o), tf.tanh(memory)), memory], 1);
  }
}

export const lstm = defineGeneratorCell({
  target: '@lfads/core/LstmCell',
  summary: 'Long short-term memory, with clipped memory.',
  docs: `With the units h and the memory c, \`gen_dim\` of each, the generator's input u, s the logistic function and
* the product of elements,

    i = s(Wi h[t-1] + Vi u[t] + bi)        f = s(Wf h[t-1] + Vf u[t] + bf)
    g = tanh(Wg h[t-1] + Vg u[t] + bg)     o = s(Wo h[t-1] + Vo u[t] + bo)
    c[t] = clip(f * c[t-1] + i * g, -cell_clip, cell_clip)        h[t] = o * tanh(c[t])

It computes what \`torch.nn.LSTMCell\` does, whose two biases are one here, while the memory stays within the clip.
The initial condition gives all of the state before the first step, h and c: \`decoder.ic_to_g0\` has 2 gen_dim
rows, those of h first. Factors are read from h, and \`gen_states\` and \`gen_init\` of the outputs are h alone. The
forget gate starts open, with a bias of 1 (Jozefowicz et al. 2015).

Parameters, below \`decoder.rnn.cell.gen_cell\`, with rows in the order i, f, g, o: \`weight_hh\` W [4 gen_dim, gen_dim],
\`weight_ih\` V [4 gen_dim, inputs] if there are inputs, \`bias\` b [4 gen_dim].

Source: Hochreiter & Schmidhuber 1997, Neural Computation 9; with forget gates Gers et al. 2000.`,
  options: z.object({ cell_clip: cellClip('The memory stays within ± this; .inf: no bound') }),
  create: ({ cell_clip }) => new LstmCell(cell_clip),
});
