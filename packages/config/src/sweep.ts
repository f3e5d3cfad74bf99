import { configError } from './config-error.js';
import { type Override, parseOverride } from './override.js';

/** The overrides of each training of a sweep. */
export interface Sweep {
  /** What stands before the `=` of the overrides that have several values: `model.fac_dim`, `+new`. */
  readonly keys: readonly string[];
  readonly jobs: readonly SweptJob[];
}

export interface SweptJob {
  /** One value each, as they were written, in the order of `keys`. */
  readonly values: readonly string[];
  /** All overrides, the single ones too, in the order they were given in. */
  readonly overrides: readonly string[];
}

const FUNCTION = /^(\s*(?:\+\+|\+|~)?[^\s=]+\s*=\s*)(choice|range)\((.*)\)\s*$/s;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * Every combination of the values of overrides that have several: `a=1,2`, `a=choice(1,2)`, `a=range(5)`,
 * `a=range(2,8,3)` (the end is not part of it). The last key changes fastest, as in Hydra's basic sweeper.
 *
 * @throws ConfigError LFADS_CONFIG_OVERRIDE_SYNTAX, LFADS_CONFIG_SWEEP_VALUE
 */
export function expandSweep(overrides: readonly string[]): Sweep {
  const given = overrides.map((text) => {
    const [, key, name, inside] = FUNCTION.exec(text) ?? [];
    if (name === undefined) return choicesOf(parseOverride(text));
    const values = name === 'range' ? range(inside!, text).join(',') : inside!;
    return choicesOf(parseOverride(`${key}${values}`));
  });
  const swept = given.filter(({ values }) => values.length > 1);
  const combinations = swept.reduce<readonly (readonly string[])[]>(
    (before, { values }) => before.flatMap((head) => values.map((value) => [...head, value])),
    [[]],
  );
  return {
    keys: swept.map(({ key }) => key),
    jobs: combinations.map((values) => ({
      values,
      overrides: given.map((override) => {
        const place = swept.indexOf(override);
        return place < 0 ? override.text : `${override.key}=${values[place]}`;
      }),
    })),
  };
}

const SIGNS = { set: '', add: '+', force: '++', delete: '~' } as const;

const choicesOf = ({ text, action, key, valueTexts }: Override) => ({
  text,
  key: `${SIGNS[action]}${key}`,
  values: valueTexts,
});

function range(inside: string, text: string): number[] {
  const parts = inside.split(',').map((part) => part.trim());
  const numbers = parts.map(Number);
  const [first, second, step = 1] = numbers;
  const sound = parts.every((part) => NUMBER.test(part)) && parts.length <= 3 && step !== 0;
  const [start, stop] = second === undefined ? [0, first!] : [first!, second];
  const count = sound ? Math.ceil((stop - start) / step) : 0;
  if (count > 0) return Array.from({ length: count }, (_, i) => start + i * step);
  throw configError({
    code: 'LFADS_CONFIG_OVERRIDE_SYNTAX',
    message: sound
      ? `range(${inside}) holds no number.`
      : `range(${inside}) is not understood: it takes numbers, a stop, or a start, a stop and perhaps a step.`,
    origin: { kind: 'override', text, column: text.indexOf('range(') + 1 },
  });
}
