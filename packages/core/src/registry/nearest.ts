import { distance } from 'fastest-levenshtein';

/** Up to three known names that are spelt much like `name`, best first. */
export const nearest = (name: string, known: readonly string[]): string[] =>
  known
    .map((candidate) => ({ candidate, away: distance(name, candidate) }))
    .filter(({ away }) => away <= Math.max(2, name.length * 0.4))
    .sort((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
