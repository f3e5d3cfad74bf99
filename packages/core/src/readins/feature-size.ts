import { z } from 'zod';

/** Schema of a size that a part's place in the model gives when nothing else is said. */
export const featureSize = (what: string) =>
  z
    .union([z.literal('auto'), z.int().positive()])
    .default('auto')
    .describe(`${what}; auto: as the model and its data ask for`);
