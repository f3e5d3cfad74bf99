import { z } from 'zod';
import { GruCell } from '../model/index.js';
import { defineGeneratorCell } from '../registry/index.js';
import { cellClip } from './cell-clip.js';

export const gru = defineGeneratorCell({
  target: '@lfads/core/GruCell',
  summary: 'Gated recurrent unit with clipped states; the reset gate acts before the matrix.',
  docs: `With the state x of \`gen_dim\` units and the generator's input u, s the logistic function and * the product
of elements,

    z = s(Wz x[t-1] + Vz u[t] + bz)        r = s(Wr x[t-1] + Vr u[t] + br)
    n = tanh(Wn (r * x[t-1]) + Vn u[t] + bn)
    x[t] = clip(z * x[t-1] + (1 - z) * n, -cell_clip, cell_clip)

Parameters, below \`decoder.rnn.cell.gen_cell\`, with rows in the order z, r, n: \`weight_hh\` W [3 gen_dim,
gen_dim], \`weight_ih\` V [3 gen_dim, inputs] if there are inputs, \`bias_ih\` b [3 gen_dim], and \`bias_hh\`, which
is for lfads-torch's files and not trained.

Source: Cho et al. 2014, arXiv:1406.1078; with clipped states Sussillo et al. 2016, arXiv:1608.06315.`,
  options: z.object({ cell_clip: cellClip('States stay within ± this; .inf: no bound') }),
  create: ({ cell_clip }) => new GruCell(cell_clip),
});
