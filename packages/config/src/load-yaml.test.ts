import { describe, expect, it } from 'vitest';
import { loadYaml } from './load-yaml.js';
import { nodeAt, toPlain } from './node.js';
import { problemOf, problemsOf } from './test-support/problems-of.js';

const load = (text: string) => loadYaml(text, '/p/configs/a.yaml', '/p/configs');
const read = (text: string) => toPlain(load(text));
const place = (text: string) => {
  const { origin } = problemOf(() => load(text));
  return origin?.kind === 'file' ? [origin.line, origin.column] : undefined;
};

describe('reading scalars', () => {
  it.each([
    ['1_000', 1000],
    ['-7', -7],
    ['+7', 7],
    ['1.0e+4', 10_000],
    ['1e-4', 1e-4],
    ['1.0e-4', 1e-4],
    ['.5', 0.5],
    ['5.', 5],
    ['0x1F', 31],
    ['.inf', Infinity],
    ['-.inf', -Infinity],
    ['True', true],
    ['yes', true],
    ['off', false],
    ['~', null],
    ['null', null],
    ['', null],
    ['1.2.3', '1.2.3'],
    ['007', '007'],
    ['12:30', '12:30'],
    ['1e', '1e'],
    ['"1e-4"', '1e-4'],
    ["'yes'", 'yes'],
    ['!!str 12', '12'],
    ['data/x.h5', 'data/x.h5'],
  ])('reads %s as %j', (text, value) => {
    expect(read(`a: ${text}`)).toEqual({ a: value });
  });

  it('reads .nan', () => {
    expect((read('a: .nan') as { a: number }).a).toBeNaN();
  });

  it('keeps block text as it is', () => {
    expect(read('a: |\n  one\n  two\n')).toEqual({ a: 'one\ntwo\n' });
  });
});

describe('reading mappings', () => {
  it('takes numbers and words such as "on" as keys of text', () => {
    expect(read('0: a\non: b\n')).toEqual({ 0: 'a', on: 'b' });
  });

  it('follows anchors and merge keys', () => {
    expect(read('base: &b {x: 1, y: 2}\nother:\n  <<: *b\n  y: 3\ncopy: *b\n')).toEqual({
      base: { x: 1, y: 2 },
      other: { x: 1, y: 3 },
      copy: { x: 1, y: 2 },
    });
  });

  it('reads an empty file as an empty mapping', () => {
    expect(read('# nothing\n')).toEqual({});
  });

  it('knows the line and column of every value and key', () => {
    const root = load('a:\n  - b: 1\n    c: "x"\n');
    expect(nodeAt(root, ['a', '0', 'c'])?.origin).toMatchObject({ line: 3, column: 8 });
    const item = nodeAt(root, ['a', '0']);
    expect(item?.kind === 'map' && item.entries.get('c')?.keyOrigin).toMatchObject({
      line: 3,
      column: 5,
    });
  });

  it('gives plain mappings without a prototype', () => {
    expect(Object.getPrototypeOf(read('a: 1'))).toBeNull();
  });
});

describe('refusing files', () => {
  it('names a key that stands twice', () => {
    const problem = problemOf(() => load('a: 1\nb: 2\na: 3\n'));
    expect(problem).toMatchObject({
      code: 'LFADS_CONFIG_DUPLICATE_KEY',
      origin: { line: 3, column: 1 },
    });
    expect(problem.message).toContain('"a"');
  });

  it('finds tabs', () => {
    const problem = problemsOf(() => load('a:\n\tb: 1\n'))[0];
    expect(problem).toMatchObject({ code: 'LFADS_CONFIG_YAML_SYNTAX', origin: { line: 2 } });
    expect(problem?.hint).toContain('spaces');
  });

  it('finds broken syntax', () => {
    const problems = problemsOf(() => load('a: [1, 2\nb: 3\n'));
    expect(problems[0]).toMatchObject({
      code: 'LFADS_CONFIG_YAML_SYNTAX',
      origin: { file: '/p/configs/a.yaml' },
    });
  });

  it.each(['__proto__', 'constructor', 'prototype'])('refuses the key %s at any depth', (key) => {
    const problem = problemOf(() => load(`a:\n  - {${key}: {x: 1}}\n`));
    expect(problem).toMatchObject({
      code: 'LFADS_CONFIG_FORBIDDEN_KEY',
      origin: { line: 2, column: 6 },
    });
  });

  it('refuses tags that make objects', () => {
    expect(place('a: !!python/object:os.system x\n')).toEqual([1, 30]);
  });

  it('refuses a list or a word at the root', () => {
    expect(problemOf(() => load('- a\n')).message).toContain('a list');
    expect(problemOf(() => load('word\n')).message).toContain('a single value');
  });

  it('refuses several documents, and keys that are lists', () => {
    expect(problemsOf(() => load('a: 1\n---\nb: 2\n'))[0]?.code).toBe('LFADS_CONFIG_YAML_SYNTAX');
    expect(place('? [a, b]\n: 1\n')).toEqual([1, 3]);
  });

  it('refuses aliases that contain themselves or multiply', () => {
    expect(problemOf(() => load('a: &a [*a]\n')).message).toContain('aliases');
    const bomb = [
      'a0: &a0 [x]',
      ...[1, 2, 3, 4, 5].map((n) => `a${n}: &a${n} [${`*a${n - 1},`.repeat(9)}]`),
    ];
    expect(problemOf(() => load(bomb.join('\n'))).message).toContain('aliases');
  });

  it('finds an interpolation that is not closed, with its column', () => {
    const problem = problemOf(() => load('abc: run_${seed\n'));
    expect(problem).toMatchObject({
      code: 'LFADS_CONFIG_INTERPOLATION_SYNTAX',
      origin: { line: 1, column: 16 },
    });
  });
});
