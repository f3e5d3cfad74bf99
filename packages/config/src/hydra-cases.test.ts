import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import type { ConfigValue } from './node.js';
import { composeFiles } from './test-support/compose-files.js';

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly overrides: readonly string[];
  /** What Hydra 1.3.2 makes of it; null: it refuses. scripts/record-hydra.py records it. */
  readonly expected: ConfigValue;
}

const file = new URL('test-support/hydra-cases.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly Case[];

const composed = ({ files, overrides }: Case): ConfigValue => {
  try {
    return composeFiles(files, overrides, { env: { LFADS_TEST_WORD: 'word' } }).tree;
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
};

/** Hydra refuses them; here they have the only meaning that they can have. */
const ONLY_HERE: readonly string[] = [
  'an optional config that is missing',
  'a choice taken back',
  'value a=~',
  'value +l.3=9',
  'value ~l.0',
  'value a=b=c',
  'value a=x=1',
  'value a=é',
  "value +'z'=1",
  'value a=#x',
];

/** The README says how they differ. */
const DIFFERENT: Readonly<Record<string, ConfigValue>> = {
  'value +a.x=1': null,
  'interpolation of a float in text': { a: 0.5, b: 1e-7, c: 'x0.5-1e-7' },
  'interpolation oc.select of a missing value': null,
  'interpolation overlaid by a mapping': {
    other: { size: 3, deep: 1 },
    model: { part: { size: 4 } },
  },
  'yaml on as a key': { on: 1, off: 2 },
};

describe('composing as Hydra does', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', (name, test) => {
    if (ONLY_HERE.includes(name)) {
      expect(test.expected).toBeNull();
      expect(composed(test)).not.toBeNull();
    } else if (name in DIFFERENT) {
      expect(composed(test)).toEqual(DIFFERENT[name]);
      expect(composed(test)).not.toEqual(test.expected);
    } else {
      expect(composed(test)).toEqual(test.expected);
    }
  });

  it('has every difference among the cases', () => {
    const names = cases.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...ONLY_HERE, ...Object.keys(DIFFERENT)]));
  });
});
