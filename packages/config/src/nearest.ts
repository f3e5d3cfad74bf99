import { distance } from 'fastest-levenshtein';

/** The known names closest to `name`, best first, leaving out those that are not alike. */
export const nearest = (name: string, known: Iterable<string>, count = 3): string[] => {
  const wanted = name.toLowerCase();
  const limit = Math.max(2, Math.floor(name.length * 0.4));
  const alike = [...new Set(known)]
    .map((candidate) => ({ candidate, away: distance(wanted, candidate.toLowerCase()) }))
    .filter(({ away }) => away <= limit)
    .sort((a, b) => a.away - b.away || a.candidate.localeCompare(b.candidate));
  const best = alike[0]?.away ?? 0;
  return alike
    .filter(({ away }) => away <= 2 * best + 1)
    .slice(0, count)
    .map(({ candidate }) => candidate);
};

const quote = (name: string): string => `"${name}"`;

/** `Did you mean "a" or "b"?`, or undefined when nothing is alike. */
export const didYouMean = (name: string, known: Iterable<string>): string | undefined => {
  const names = nearest(name, known).map(quote);
  return names.length > 0 ? `Did you mean ${names.join(' or ')}?` : undefined;
};

/** Joins what there is of hints to one, two spaces apart. */
export const joinHints = (
  ...hints: readonly (string | undefined)[]
): { hint: string } | Record<never, never> => {
  const given = hints.filter((hint) => hint !== undefined && hint !== '');
  return given.length > 0 ? { hint: given.join('  ') } : {};
};
