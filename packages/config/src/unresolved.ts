import type { ConfigProblem } from './config-error.js';
import type { ConfigErrorCode } from './error-codes.js';
import type { Interpolation } from './grammar/ast.js';
import { didYouMean, joinHints } from './nearest.js';
import { childKeys, showPath } from './node.js';
import type { ConfigNode, ConfigValue, Path, TemplateNode } from './node.js';
import type { Origin } from './origin.js';
import { shiftOrigin } from './text-node.js';

/** Carries a problem out of the depths; the same object wherever the same fault is met again. */
export class Unresolved extends Error {
  constructor(readonly problem: ConfigProblem & { code: ConfigErrorCode }) {
    super(problem.message);
  }
}

/** Where an interpolation stands. */
export interface Place {
  readonly path: Path;
  readonly template: TemplateNode;
}

const originOf = ({ template }: Place, interpolation: Interpolation): Origin => {
  const { offset, parts, origin } = template;
  const outermost = offset !== undefined && parts.includes(interpolation);
  return shiftOrigin(origin, outermost ? offset + interpolation.start : undefined);
};

export const unresolved = (
  code: ConfigErrorCode,
  place: Place,
  interpolation: Interpolation,
  message: string,
  ...hints: (string | undefined)[]
): Unresolved =>
  new Unresolved({
    code,
    message,
    ...joinHints(...hints),
    path: showPath(place.path),
    origin: originOf(place, interpolation),
  });

/** `path[depth]` is no key of `holder`. */
export const unknownReference = (
  place: Place,
  reference: Interpolation,
  path: Path,
  depth: number,
  holder: ConfigNode,
): Unresolved => {
  const above = path.slice(0, depth);
  const known = childKeys(holder).map((name) => showPath([...above, name]));
  return unresolved(
    'LFADS_CONFIG_UNKNOWN_REFERENCE',
    place,
    reference,
    `${reference.source} refers to "${showPath(path)}", but ${depth > 0 ? `"${showPath(above)}"` : 'the config'} has no key "${path[depth] ?? ''}".`,
    didYouMean(showPath(path.slice(0, depth + 1)), known),
  );
};

export const missingValue = (path: Path, origin: Origin): Unresolved =>
  new Unresolved({
    code: 'LFADS_CONFIG_MISSING_VALUE',
    message: `"${showPath(path)}" must be given.`,
    hint: `Say ${showPath(path)}=<value>, or set it in your config.`,
    path: showPath(path),
    origin,
  });

export const cycle = (ring: readonly Path[], origin: Origin): Unresolved =>
  new Unresolved({
    code: 'LFADS_CONFIG_INTERPOLATION_CYCLE',
    message: `Interpolations refer to each other in a circle: ${ring.map(showPath).join(' -> ')}.`,
    hint: 'Give one of these keys a value of its own.',
    path: showPath(ring[0] ?? []),
    origin,
  });

/** A value as part of a text. */
export const asText = (value: ConfigValue, place: Place, part: Interpolation): string => {
  if (value === null || typeof value !== 'object') return String(value);
  const kind = Array.isArray(value) ? 'list' : 'mapping';
  throw unresolved(
    'LFADS_CONFIG_INTERPOLATION_SYNTAX',
    place,
    part,
    `${part.source} is a ${kind}, which cannot be part of a text.`,
  );
};
