import type { JobResult } from '@lfads/core';
import { z } from 'zod';

const lastEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('done'),
    metrics: z.record(z.string(), z.number().nullable()), // NaN is null in JSON
  }),
  z.object({ event: z.literal('interrupted') }),
  z.object({ event: z.literal('error'), message: z.string() }),
]);

/**
 * What came of a job, from the last line of its standard output.
 *
 * @param otherwise the reason when that line tells nothing: the process was killed, or never began
 */
export function jobResult(line: string, otherwise: string): JobResult {
  const event = lastEvent.safeParse(json(line)).data;
  switch (event?.event) {
    case 'done':
      return { ok: true, metrics: withoutNull(event.metrics) };
    case 'interrupted':
      return { ok: false, reason: 'It was stopped.' };
    case 'error':
      return { ok: false, reason: event.message };
    case undefined:
      return { ok: false, reason: otherwise };
  }
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const withoutNull = (metrics: Readonly<Record<string, number | null>>): Record<string, number> =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, value ?? NaN]));
