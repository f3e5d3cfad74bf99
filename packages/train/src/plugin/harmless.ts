import { z } from 'zod';

/** Options of PyTorch Lightning that configs may hold and that have no effect here, with the reason. */
export const harmless = (reasons: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(reasons).map(([name, reason]) => [
      name,
      z.unknown().optional().describe(`No effect: ${reason}`),
    ]),
  ) as Record<string, z.ZodOptional<z.ZodUnknown>>;
