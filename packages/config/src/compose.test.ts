import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeConfig } from './compose.js';
import { describeOrigin } from './origin.js';
import { composeFiles, composeText } from './test-support/compose-files.js';
import { problemOf, problemsOf } from './test-support/problems-of.js';
import { tempFolder } from './test-support/temp-configs.js';

describe('composeConfig', () => {
  it('lets the first folder of the search path win, file by file', () => {
    const dir = tempFolder({
      'mine/model/a.yaml': 'x: mine',
      'builtin/model/a.yaml': 'x: builtin',
      'builtin/model/b.yaml': 'x: b',
      'builtin/main.yaml': 'defaults: [{model: a}]',
    });
    const searchPath = [join(dir, 'mine'), join(dir, 'builtin')];
    const compose = (overrides: string[]) =>
      composeConfig({ configName: 'main', searchPath, overrides }).tree;
    expect(compose([])).toEqual({ model: { x: 'mine' } });
    expect(compose(['model=b'])).toEqual({ model: { x: 'b' } });
  });

  it('takes the path of a file, whose groups are looked up beside it first', () => {
    const dir = tempFolder({
      'exp/run.yaml': 'defaults: [{model: a}, {data: d}]',
      'exp/model/a.yaml': 'x: exp',
      'configs/model/a.yaml': 'x: project',
      'configs/data/d.yaml': 'y: project',
    });
    const config = composeConfig({ configName: 'exp/run.yaml', searchPath: ['configs'], cwd: dir });
    expect(config.tree).toEqual({ model: { x: 'exp' }, data: { y: 'project' } });
    expect(config.configName).toBe('run');
  });

  it('names the nearest config when the entry config does not exist', () => {
    const searchPath = [tempFolder({ 'single.yaml': '', 'multi.yaml': '' })];
    const problem = problemOf(() => composeConfig({ configName: 'singel', searchPath }));
    expect(problem.code).toBe('LFADS_CONFIG_NOT_FOUND');
    expect(problem.hint).toContain('Did you mean "single"?');
    expect(problem.hint).toContain('multi, single');
    expect(problem.hint).toContain(searchPath[0]);
  });

  it('never leaves the search path', () => {
    const dir = tempFolder({
      'secret.yaml': 'x: 1',
      'configs/main.yaml': 'defaults: [{model: ../../secret}]',
      'configs/model/a.yaml': '',
    });
    expect(
      problemOf(() => composeConfig({ configName: 'main', searchPath: [join(dir, 'configs')] }))
        .code,
    ).toBe('LFADS_CONFIG_UNKNOWN_CHOICE');
    expect(
      problemOf(() =>
        composeConfig({ configName: '../secret', searchPath: [join(dir, 'configs')] }),
      ).code,
    ).toBe('LFADS_CONFIG_NOT_FOUND');
  });

  it('tells which choices were made and which files took part', () => {
    const config = composeFiles(
      {
        'main.yaml': 'defaults: [{model: a}, {extra: null}]',
        'model/a.yaml': 'x: 1',
        'model/b.yaml': 'x: 2',
      },
      ['model=b'],
    );
    expect([...config.choices]).toEqual([
      ['extra', null],
      ['model', 'b'],
    ]);
    expect(config.files.map((file) => file.split('/').slice(-2).join('/'))).toEqual([
      'model/b.yaml',
      'configs/main.yaml',
    ]);
  });

  it('knows for every value the file and line, or the override, that gave it', () => {
    const config = composeFiles(
      {
        'main.yaml': 'defaults:\n  - model: a\n  - _self_\nmodel:\n  y: 2\n',
        'model/a.yaml': 'x: 1\ny: 1\nz: ${.x}\nlist: [5]\n',
      },
      ['model.x=7'],
      { cwd: '/' },
    );
    const root = config.originOf('model.y');
    const cwd = root?.kind === 'file' ? root.root : '';
    const show = (path: string) => {
      const origin = config.originOf(path);
      return origin && describeOrigin(origin, cwd);
    };
    expect(show('model.x')).toBe('override "model.x=7"');
    expect(show('model.y')).toBe('main.yaml:5:6');
    expect(show('model.z')).toBe('model/a.yaml:3:4');
    expect(show('model.list.0')).toBe('model/a.yaml:4:8');
    expect(show('model.nope')).toBeUndefined();
    expect(config.tree).toEqual({ model: { x: 7, y: 2, z: 7, list: [5] } });
  });

  it('reports every missing value at once, with the place where it is asked for', () => {
    const problems = problemsOf(() => composeText('a: ???\nb:\n  c: ???\n  d: ${a}\ne: 1\n'));
    expect(problems.map(({ code, path, origin }) => [code, path, origin?.column])).toEqual([
      ['LFADS_CONFIG_MISSING_VALUE', 'a', 4],
      ['LFADS_CONFIG_MISSING_VALUE', 'b.c', 6],
    ]);
    expect(composeText('a: ???\n', ['a=1']).tree).toEqual({ a: 1 });
  });

  it('reports every faulty override at once', () => {
    expect(problemsOf(() => composeText('a: 1', ['b=[', 'c={'])).length).toBe(2);
    expect(
      problemsOf(() => composeText('a: 1', ['b=1', 'a=2', 'c=1'])).map(({ path }) => path),
    ).toEqual(['b', 'c']);
  });

  it('takes no sweep', () => {
    const problem = problemOf(() => composeText('a: 1', ['a=1,2']));
    expect(problem).toMatchObject({ code: 'LFADS_CONFIG_SWEEP_VALUE', origin: { column: 5 } });
    expect(problem.hint).toContain('a=[a,b]');
  });
});
