import { z } from 'zod';
import { GruCell } from '../model/index.js';
import { defineGeneratorCell } from '../registry/index.js';

export const gru = defineGeneratorCell({
  target: '@lfads/core/GruCell',
  summary: 'Gated recurrent unit with clipped states; the reset gate acts before the matrix.',
  options: z.object({
    cell_clip: z.number().positive().default(5).describe('States stay within ± this'),
  }),
  create: ({ cell_clip }) => new GruCell(cell_clip),
});
