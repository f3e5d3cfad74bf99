import { describe, expect, it } from 'vitest';
import { toPlain } from './node.js';
import { parseOverride } from './override.js';
import { problemOf } from './test-support/problems-of.js';

const valueOf = (text: string) => {
  const [node] = parseOverride(`a=${text}`).values;
  return node && toPlain(node);
};

describe('the key of an override', () => {
  it.each([
    ['a.b.c=1', 'set', ['a', 'b', 'c']],
    ['+a.b=1', 'add', ['a', 'b']],
    ['++a=1', 'force', ['a']],
    ['~a.b', 'delete', ['a', 'b']],
    ['~a.b=1', 'delete', ['a', 'b']],
    ['stack.transforms.0.cd_rate=0.5', 'set', ['stack', 'transforms', '0', 'cd_rate']],
  ])('reads %s', (text, action, path) => {
    expect(parseOverride(text)).toMatchObject({ action, path, text });
  });

  it('splits a package from a group', () => {
    expect(parseOverride('db/engine@backup=fast')).toMatchObject({
      key: 'db/engine@backup',
      name: 'db/engine',
      package: 'backup',
    });
  });

  it('gives no value to a plain deletion', () => {
    expect(parseOverride('~a').values).toEqual([]);
  });
});

describe('the value of an override', () => {
  it.each<[string, unknown]>([
    ['1', 1],
    ['1_000', 1000],
    ['1e-4', 1e-4],
    ['1.0e+4', 1e4],
    ['-.5', -0.5],
    ['inf', Infinity],
    ['true', true],
    ['FALSE', false],
    ['null', null],
    ['', ''],
    ['on', 'on'],
    ['1 2', '1 2'],
    ['007', '007'],
    ['hello world ', 'hello world'],
    ['/data/x-1.h5', '/data/x-1.h5'],
    ['http://h:80/p?q=1', 'http://h:80/p?q=1'],
    ['1.5.2', '1.5.2'],
    [String.raw`a\,b`, 'a,b'],
    [String.raw`\1`, String.raw`\1`],
    [String.raw`C:\data`, String.raw`C:\data`],
    ['"1"', '1'],
    [`'it\\'s'`, `it's`],
    [`"a, b"`, 'a, b'],
    [String.raw`'a\\'`, String.raw`a` + '\\'],
    ['[]', []],
    ['[1, two,[3,"4"]]', [1, 'two', [3, '4']]],
    ['{}', {}],
    ['{a:1, b: {c: x y}}', { a: 1, b: { c: 'x y' } }],
    ['{"odd key": [1]}', { 'odd key': [1] }],
    ['${b.c}', '${b.c}'],
    ['run_${seed}', 'run_${seed}'],
  ])('reads %s', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  it('keeps an escaped interpolation as text', () => {
    expect(parseOverride(String.raw`a='\${b}'`).values[0]).toMatchObject({
      kind: 'scalar',
      value: '${b}',
    });
    expect(parseOverride(String.raw`a=\${b}`).values[0]).toMatchObject({
      kind: 'scalar',
      value: '${b}',
    });
  });

  it('reads several values as a sweep', () => {
    expect(parseOverride('a=1,2, x').values.map(toPlain)).toEqual([1, 2, 'x']);
  });
});

describe('a malformed override', () => {
  it.each([
    ['a.b', 4],
    ['=1', 1],
    ['a..b=1', 1],
    ['a=[1,2', 7],
    ['a=[1,,2]', 6],
    ['a={b:1', 7],
    ['a={b}', 5],
    ['a={:1}', 4],
    ['a=x]', 4],
    ['a=f(x)', 4],
    [`a='open`, 3],
    [`a=it's`, 5],
    ['a=${b', 6],
    ['a=${b:c', 8],
    ['+a', 3],
  ])('%s is refused at column %i', (text, column) => {
    expect(problemOf(() => parseOverride(text))).toMatchObject({
      code: 'LFADS_CONFIG_OVERRIDE_SYNTAX',
      origin: { kind: 'override', text, column },
    });
  });

  it('may not name reserved keys', () => {
    for (const text of ['+__proto__.x=1', '+a={constructor: 1}', '+a.prototype=1']) {
      expect(problemOf(() => parseOverride(text)).code).toBe('LFADS_CONFIG_FORBIDDEN_KEY');
    }
  });

  it('may not give a key of a dict twice', () => {
    expect(problemOf(() => parseOverride('a={b:1,b:2}'))).toMatchObject({
      code: 'LFADS_CONFIG_DUPLICATE_KEY',
      origin: { column: 8 },
    });
  });
});
