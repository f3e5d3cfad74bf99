import { z } from 'zod';
import type { ComponentKind } from '../contracts/index.js';
import { isPartOf, partOf, replicatePart } from '../registry/index.js';

const asList = (kind: ComponentKind, value: unknown): unknown => {
  if (isPartOf('moduleList', value)) return (value as { modules: unknown }).modules;
  return isPartOf(kind, value) ? [value] : value;
};

/** Schema of parts by session: a list of them, a ModuleList, or one for all sessions. */
export const sessionParts = <Part>(kind: ComponentKind) =>
  z
    .preprocess((value) => asList(kind, value), z.array(partOf<Part>(kind)).min(1))
    .meta({ bySession: kind });

/** Parts for every session: a single one is made anew for each of the others. */
export const forSessions = <Part>(parts: readonly Part[], sessions: number): Part[] =>
  parts.length === 1
    ? [...parts, ...Array.from({ length: sessions - 1 }, () => replicatePart(parts[0]!))]
    : [...parts];
