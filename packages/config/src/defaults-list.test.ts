import { describe, expect, it } from 'vitest';
import { composeFiles } from './test-support/compose-files.js';
import { problemOf } from './test-support/problems-of.js';

const MODELS = { 'model/a.yaml': 'name: a\nsize: 1\n', 'model/b.yaml': 'name: b\nsize: 2\n' };
const compose = (main: string, overrides: string[] = [], more: Record<string, string> = {}) =>
  composeFiles({ 'main.yaml': main, ...MODELS, ...more }, overrides).tree;

describe('a defaults list', () => {
  it('puts each group below its name', () => {
    expect(compose('defaults:\n  - model: a\nseed: 0\n')).toEqual({
      model: { name: 'a', size: 1 },
      seed: 0,
    });
  });

  it('lets _self_ override what stands before it, and not what stands after', () => {
    const own = 'model: {size: 9}\n';
    expect(compose(`defaults: [{model: a}, _self_]\n${own}`)).toMatchObject({
      model: { name: 'a', size: 9 },
    });
    expect(compose(`defaults: [_self_, {model: a}]\n${own}`)).toMatchObject({ model: { size: 1 } });
  });

  it('puts _self_ last where it is not mentioned', () => {
    expect(compose('defaults: [{model: a}]\nmodel: {size: 9}\n')).toMatchObject({
      model: { size: 9 },
    });
  });

  it('replaces lists and joins mappings', () => {
    expect(
      compose('defaults: [{model: a}]\nmodel: {list: [1], deep: {y: 2}}\n', [], {
        'model/a.yaml': 'list: [1, 2, 3]\ndeep: {x: 1}\n',
      }),
    ).toEqual({ model: { list: [1], deep: { x: 1, y: 2 } } });
  });

  it('never lets ??? replace a value', () => {
    expect(compose('defaults: [{model: a}]\nmodel: {size: ???}\n')).toMatchObject({
      model: { size: 1 },
    });
  });

  it('waits for a choice where it says null', () => {
    expect(compose('defaults: [{model: null}]\nx: 1\n')).toEqual({ x: 1 });
    expect(compose('defaults: [{model: null}]\nx: 1\n', ['model=b'])).toEqual({
      x: 1,
      model: { name: 'b', size: 2 },
    });
  });

  it('wants a choice where it says ???', () => {
    const problem = problemOf(() => compose('defaults: [{model: ???}]\n'));
    expect(problem.message).toBe('A choice is wanted for the group "model".');
    expect(problem.hint).toBe('Say model=<choice>.  Choices: a, b.');
  });

  it('passes over an optional config that does not exist', () => {
    expect(compose('defaults: [{optional model: zz}]\nx: 1\n')).toEqual({ x: 1 });
    expect(compose('defaults: [optional nope]\nx: 1\n')).toEqual({ x: 1 });
  });

  it('takes several choices of a group, later ones over earlier ones', () => {
    expect(
      compose('defaults: [{model: [a, b]}]\n', [], {
        'model/a.yaml': 'p: 1\nq: 1\n',
        'model/b.yaml': 'q: 2\n',
      }),
    ).toEqual({
      model: { p: 1, q: 2 },
    });
  });

  it('takes configs by name, also from a group', () => {
    expect(compose('defaults: [base, model/a]\n', [], { 'base.yaml': 'x: 1\n' })).toEqual({
      x: 1,
      model: { name: 'a', size: 1 },
    });
  });

  it('fills in choices made elsewhere', () => {
    expect(
      compose('defaults: [{tuned: "${model}_fast"}, {model: b}]\n', [], {
        'tuned/b_fast.yaml': 'z: 1\n',
      }),
    ).toMatchObject({
      tuned: { z: 1 },
    });
  });
});

describe('nested defaults', () => {
  const NESTED = {
    'server/apache.yaml': 'defaults:\n  - db: mysql\nport: 80\n',
    'server/db/mysql.yaml': 'name: mysql\n',
    'server/db/lite.yaml': 'name: lite\n',
    'log/loud.yaml': 'level: 9\n',
  };

  it('count from the group of the file that has them', () => {
    expect(compose('defaults: [{server: apache}]\n', [], NESTED)).toEqual({
      server: { db: { name: 'mysql' }, port: 80 },
    });
  });

  it('are changed by an override on the command line', () => {
    expect(compose('defaults: [{server: apache}]\n', ['server/db=lite'], NESTED)).toMatchObject({
      server: { db: { name: 'lite' } },
    });
  });

  it('are changed by "override" in an outer list, unless the command line says otherwise', () => {
    const main = 'defaults:\n  - server: apache\n  - override server/db: lite\n';
    expect(compose(main, [], NESTED)).toMatchObject({ server: { db: { name: 'lite' } } });
    expect(compose(main, ['server/db=mysql'], NESTED)).toMatchObject({
      server: { db: { name: 'mysql' } },
    });
  });

  it('count from the root with a leading slash, into the package they are asked for', () => {
    const files = {
      ...NESTED,
      'server/apache.yaml': 'defaults:\n  - /log@_global_.log: loud\n  - /log: loud\n',
    };
    expect(compose('defaults: [{server: apache}]\n', [], files)).toEqual({
      log: { level: 9 },
      server: { log: { level: 9 } },
    });
  });
});

describe('packages', () => {
  it('put one group at several places, each with its own choice', () => {
    const main = 'defaults: [{model@first: a}, {model@second: a}]\n';
    expect(compose(main, ['model@second=b'])).toEqual({
      first: { name: 'a', size: 1 },
      second: { name: 'b', size: 2 },
    });
  });

  it('may be the root', () => {
    expect(compose('defaults: [{model@_global_: a}]\n')).toEqual({ name: 'a', size: 1 });
    expect(compose('defaults: [{model@_here_: a}]\n')).toEqual({ name: 'a', size: 1 });
  });

  it('may be stated by the file', () => {
    const files = {
      'experiment/fast.yaml': '# @package _global_\ndefaults:\n  - override /model: b\nseed: 5\n',
    };
    expect(
      compose('defaults: [{model: a}, {experiment: null}]\nseed: 0\n', ['experiment=fast'], files),
    ).toMatchObject({
      model: { name: 'b' },
    });
    expect(
      compose('defaults: [_self_, {model: a}, {experiment: fast}]\nseed: 0\n', [], files),
    ).toEqual({
      seed: 5,
      model: { name: 'b', size: 2 },
    });
  });
});

describe('choices on the command line', () => {
  it('are added with +, after the own values', () => {
    expect(compose('model: {size: 7}\n', ['+model=a'])).toEqual({ model: { name: 'a', size: 1 } });
  });

  it('are removed with ~, also on condition of the choice', () => {
    expect(compose('defaults: [{model: a}]\nx: 1\n', ['~model'])).toEqual({ x: 1 });
    expect(compose('defaults: [{model: a}]\nx: 1\n', ['~model=a'])).toEqual({ x: 1 });
    expect(problemOf(() => compose('defaults: [{model: a}]\n', ['~model=b'])).code).toBe(
      'LFADS_CONFIG_UNUSED_CHOICE',
    );
  });

  it('are taken back with null', () => {
    expect(compose('defaults: [{model: a}]\nx: 1\n', ['model=null'])).toEqual({ x: 1 });
  });

  it('name the nearest choice and all others when there is no such one', () => {
    const files = {
      'main.yaml': 'defaults:\n  - model: lorenz\n',
      'model/lorenz.yaml': '',
      'model/maze.yaml': '',
    };
    const problem = problemOf(() => composeFiles(files, ['model=lorentz']));
    expect(problem).toMatchObject({
      code: 'LFADS_CONFIG_UNKNOWN_CHOICE',
      message: 'There is no config "lorentz" in the group "model".',
      hint: 'Did you mean "lorenz"?  Choices: lorenz, maze.',
      origin: { kind: 'override', column: 7 },
    });
  });

  it('must meet a group of the defaults list', () => {
    const problem = problemOf(() => compose('x: 1\n', ['model=a']));
    expect(problem).toMatchObject({ code: 'LFADS_CONFIG_UNUSED_CHOICE' });
    expect(problem.hint).toContain('+model=');
  });

  it('leave the value of a group to dicts and longer paths', () => {
    expect(compose('defaults: [{model: a}]\n', ['model={size: 5}'])).toEqual({
      model: { name: 'a', size: 5 },
    });
    expect(compose('defaults: [{model: a}]\n', ['model.size=5'])).toEqual({
      model: { name: 'a', size: 5 },
    });
  });
});

describe('a malformed defaults list', () => {
  it.each([
    ['defaults: {model: a}', 'must be a list'],
    ['defaults: [{model: a, x: b}]', 'exactly one key'],
    ['defaults: [{model: {x: 1}}]', 'must be a name'],
    ['defaults: [{maybe model: a}]', '"maybe" is not a word'],
    ['defaults: [_self_, _self_]', 'twice'],
    ['defaults: [{model: a}, {model: b}]', 'chosen twice'],
    ['defaults: [{override model: a}, {model: a}]', 'stands before'],
    ['defaults: [{tuned: "${modle}"}]', 'no group that was chosen'],
    ['defaults: [[a]]', 'a name or'],
  ])('%s is refused', (main, message) => {
    const problem = problemOf(() => compose(main));
    expect(problem.code).toBe('LFADS_CONFIG_BAD_DEFAULTS');
    expect(problem.message).toContain(message);
    expect(problem.origin).toMatchObject({ kind: 'file', line: 1 });
  });

  it('names the choices of a group when its config does not exist', () => {
    expect(problemOf(() => compose('defaults:\n  - model: aa\n'))).toMatchObject({
      code: 'LFADS_CONFIG_UNKNOWN_CHOICE',
      origin: { line: 2, column: 12 },
    });
  });

  it('may have "override" of a group only where there is one', () => {
    expect(
      problemOf(() => compose('defaults:\n  - model: a\n  - override modell: b\n')),
    ).toMatchObject({
      code: 'LFADS_CONFIG_UNUSED_CHOICE',
      origin: { line: 3 },
      hint: 'Did you mean "model"?  Groups: model.',
    });
  });
});
