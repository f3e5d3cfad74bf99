import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOverrideValue } from './override-text.js';
import { renderConfig } from './render-config.js';
import { composeFiles, composeText } from './test-support/compose-files.js';

const FILES = {
  'main.yaml': 'defaults:\n  - model: small\n\nseed: 0\nname: run_${seed}\nempty: {}\n',
  'model/small.yaml': 'fac_dim: 8\nsizes: [1, 2]\n',
};

describe('a rendered config', () => {
  it('is YAML of the resolved values', () => {
    expect(renderConfig(composeFiles(FILES))).toBe(
      'model:\n  fac_dim: 8\n  sizes:\n    - 1\n    - 2\nseed: 0\nname: run_0\nempty: {}\n',
    );
  });

  it('tells on demand where each value came from, in one column', () => {
    const config = composeFiles(FILES, ['model.fac_dim=3']);
    const file = config.originOf('seed');
    const cwd = file?.kind === 'file' ? file.root : '';
    expect(renderConfig(config, { origin: true, cwd })).toBe(
      [
        'model:',
        '  fac_dim: 3  # override "model.fac_dim=3"',
        '  sizes:',
        '    - 1       # model/small.yaml:2:9',
        '    - 2       # model/small.yaml:2:12',
        'seed: 0       # main.yaml:4:7',
        'name: run_0   # main.yaml:5:7',
        'empty: {}     # main.yaml:6:8',
        '',
      ].join('\n'),
    );
  });

  it('gives the same values when it is composed again', () => {
    const tricky = fc
      .oneof(
        fc.constantFrom(
          'on',
          'yes',
          '1_000',
          '1e-7',
          '~',
          'null',
          '0x1f',
          '.inf',
          '12:30',
          '2020-01-01',
          '<<',
          '#x',
          '- a',
          'a: b',
          '${x}',
          '\\${x}',
          '\\\\${x}',
          'true',
          '007',
          '=',
          '%a',
          '@a',
          '`',
          '&a',
          '*a',
          '!t',
          '|',
          '>',
        ),
        fc.string(),
        fc.string({ unit: 'binary' }),
        fc.double(),
        fc.boolean(),
      )
      .filter((value) => value !== '???');
    const keys = fc.constantFrom('a', 'on', '1', 'null', 'a b', 'x:y', '#', 'true', '~x', '-');
    const record = fc.dictionary(keys, fc.oneof(tricky, fc.array(tricky, { maxLength: 3 })));
    fc.assert(
      fc.property(record, (wanted) => {
        const config = composeText('x: 1', [`+value=${formatOverrideValue(wanted)}`]);
        const again = composeText(renderConfig(config));
        expect(again.tree).toEqual(config.tree);
        expect(composeText(renderConfig(config, { origin: true })).tree).toEqual(config.tree);
      }),
      { numRuns: 200 },
    );
  });
});
