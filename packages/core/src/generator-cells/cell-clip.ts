import { z } from 'zod';

/** The option `cell_clip`. */
export const cellClip = (description: string) =>
  z.number().positive().or(z.literal(Infinity)).default(5).describe(description);
