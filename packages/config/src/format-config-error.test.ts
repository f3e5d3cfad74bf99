import { describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { formatConfigError } from './format-config-error.js';

const origin = {
  kind: 'file',
  file: '/p/configs/model/mine.yaml',
  line: 31,
  column: 14,
  root: '/p/configs',
} as const;
const unknown = {
  code: 'LFADS_CONFIG_UNKNOWN_TARGET',
  message: 'No component is registered as "X".',
  hint: 'Did you mean "Y"?',
  path: 'model.ic_prior._target_',
  origin,
} as const;
const override = {
  code: 'LFADS_CONFIG_OVERRIDE_SYNTAX',
  message: 'Expected "]" to end the list, found the end.',
  origin: { kind: 'override', text: 'a=[1', column: 5 },
} as const;

describe('a ConfigError', () => {
  it('is shown with its code, place and path first, then what is wrong and what to do', () => {
    expect(formatConfigError(new ConfigError([unknown]), '/p')).toBe(
      [
        'LFADS_CONFIG_UNKNOWN_TARGET  configs/model/mine.yaml:31:14  model.ic_prior._target_',
        '  No component is registered as "X".',
        '  Did you mean "Y"?',
      ].join('\n'),
    );
  });

  it('points to the column of an override', () => {
    expect(formatConfigError(new ConfigError([override]))).toBe(
      [
        'LFADS_CONFIG_OVERRIDE_SYNTAX  override "a=[1"',
        '  a=[1',
        '      ^',
        '  Expected "]" to end the list, found the end.',
      ].join('\n'),
    );
  });

  it('shows every problem, and paths outside of the current folder in full', () => {
    const text = formatConfigError(new ConfigError([unknown, override]), '/elsewhere');
    expect(text).toContain('/p/configs/model/mine.yaml:31:14');
    expect(text.split('\n\n')).toHaveLength(2);
  });

  it('has code, file, line, column and path of its first problem, and a message that stands alone', () => {
    expect(new ConfigError([unknown])).toMatchObject({
      code: 'LFADS_CONFIG_UNKNOWN_TARGET',
      file: '/p/configs/model/mine.yaml',
      line: 31,
      column: 14,
      path: 'model.ic_prior._target_',
      message: 'No component is registered as "X".',
      hint: 'Did you mean "Y"?',
    });
    expect(new ConfigError([unknown, override]).message).toContain('2 problems');
  });
});
