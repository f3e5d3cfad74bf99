import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConfigValue } from './node.js';
import { isForbiddenKey } from './forbidden-keys.js';
import { formatOverrideValue } from './override-text.js';
import { composeText } from './test-support/compose-files.js';

const hostile = fc.string({
  unit: fc.constantFrom(
    '\\',
    "'",
    '"',
    '$',
    '{',
    '}',
    '[',
    ',',
    ':',
    '(',
    ' ',
    '=',
    '\n',
    '\t',
    'a',
    '1',
    'é',
    '😀',
  ),
});
const text = fc.oneof(fc.string({ unit: 'binary' }), hostile).filter((value) => value !== '???');
const key = text.filter((value) => value !== '' && !isForbiddenKey(value));
const leaf = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null));
const { value } = fc.letrec<{ value: ConfigValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}));

describe('a value written as an override', () => {
  it('is the same when composed', () => {
    fc.assert(
      fc.property(value, (wanted) => {
        const override = `+a=${formatOverrideValue(wanted)}`;
        expect(composeText('b: 1', [override]).tree['a']).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
  });
});
