import type { ConfigProblem } from './config-error.js';
import { GrammarError } from './grammar/cursor.js';
import { parseTemplate } from './grammar/template.js';
import type { ConfigNode } from './node.js';
import type { Origin } from './origin.js';

/** The origin, moved right by so many columns when that is meaningful. */
export const shiftOrigin = (origin: Origin, columns: number | undefined): Origin =>
  columns === undefined ? origin : { ...origin, column: origin.column + columns };

/** The node for text: a scalar, or a template when it has interpolations. Faults go to `problems`. */
export const textNode = (
  text: string,
  origin: Origin,
  offset: number | undefined,
  problems: ConfigProblem[],
): ConfigNode => {
  try {
    const parts = parseTemplate(text);
    if (parts.every((part) => typeof part === 'string')) {
      return { kind: 'scalar', value: parts.join(''), origin };
    }
    return { kind: 'template', parts, source: text, offset, origin };
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    problems.push({
      code: 'LFADS_CONFIG_INTERPOLATION_SYNTAX',
      message: error.message,
      hint: error.hint ?? 'Write \\${ for a literal "${".',
      origin: shiftOrigin(origin, offset === undefined ? undefined : offset + error.offset),
    });
    return { kind: 'scalar', value: text, origin };
  }
};
