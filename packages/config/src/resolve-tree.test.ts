import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeConfig } from './compose.js';
import { builtinResolvers, registerResolver } from './resolvers.js';
import { composeText } from './test-support/compose-files.js';
import { problemOf, problemsOf } from './test-support/problems-of.js';
import { tempFolder } from './test-support/temp-configs.js';

const resolve = (yaml: string, env: Record<string, string> = {}) =>
  composeText(yaml, [], { env }).tree;
const refused = (yaml: string) => problemOf(() => composeText(yaml, [], { env: {} }));

describe('references', () => {
  it('keep the type of what they refer to, mappings and lists included', () => {
    expect(
      resolve('a: 1\nb: ${a}\nc: {d: [x, null]}\ne: ${c}\nf: ${c.d.0}\ng: ${c.d.1}\n'),
    ).toMatchObject({
      b: 1,
      e: { d: ['x', null] },
      f: 'x',
      g: null,
    });
  });

  it('become text beside other text', () => {
    expect(resolve('seed: 3\non_: true\nn: null\nname: run_${seed}-${on_}-${n}\n')).toMatchObject({
      name: 'run_3-true-null',
    });
  });

  it('may be relative', () => {
    expect(
      resolve(
        'a:\n  x: 1\n  b:\n    y: 2\n    same: ${.y}\n    up: ${..x}\n    top: ${...z}\n  list: [1, "${..x}"]\nz: 9\n',
      ),
    ).toMatchObject({
      a: { b: { same: 2, up: 1, top: 9 }, list: [1, 1] },
    });
  });

  it('may go through other references, and name keys by them', () => {
    expect(
      resolve('a: ${b}\nb: {x: 1}\nc: ${a.x}\nkey: x\nd: ${b.${key}}\ne: ${b[x]}\n'),
    ).toMatchObject({ c: 1, d: 1, e: 1 });
  });

  it('see overridden values', () => {
    expect(composeText('a: 1\nb: ${a}', ['a=2']).tree).toEqual({ a: 2, b: 2 });
  });

  it('name the nearest key when they lead nowhere', () => {
    expect(refused('model: {fac_dim: 3}\nx: "dim ${model.fac_dims}"\n')).toMatchObject({
      code: 'LFADS_CONFIG_UNKNOWN_REFERENCE',
      path: 'x',
      hint: 'Did you mean "model.fac_dim"?',
      origin: { line: 2, column: 9 },
    });
    expect(refused('a: {b: "${...c}"}').message).toContain('above the root');
  });

  it('name the circle that they make', () => {
    const problem = refused('a: ${b}\nb: {c: "x${d}"}\nd: ${a}\n');
    expect(problem.code).toBe('LFADS_CONFIG_INTERPOLATION_CYCLE');
    expect(problem.message).toContain('a -> b -> b.c -> d -> a');
    expect(refused('a: ${a}').message).toContain('a -> a');
    expect(refused('a: {b: "${a}"}').code).toBe('LFADS_CONFIG_INTERPOLATION_CYCLE');
  });

  it('cannot put a mapping into text', () => {
    expect(refused('a: {b: 1}\nc: x${a}\n').message).toContain(
      'a mapping, which cannot be part of a text',
    );
  });

  it('are all checked before anything is reported', () => {
    expect(problemsOf(() => resolve('a: ${x}\nb: ${y}\nc: ${nope:1}\n')).length).toBe(3);
  });
});

describe('escapes', () => {
  it.each([
    ['\\${a}', '${a}'],
    ['\\\\${a}', '\\1'],
    ['x\\${a}${a}', 'x${a}1'],
    ['\\d+ $ {a} $a', '\\d+ $ {a} $a'],
  ])('%s reads as %s', (text, value) => {
    expect(resolve(`a: 1\nb: '${text}'\n`)).toEqual({ a: 1, b: value });
  });
});

describe('resolvers', () => {
  it('nest', () => {
    const yaml =
      'm: {a: 10, b: 80, c: 0, d: 80}\nx: ${max:${sum:${m.a},${m.b}},${sum:${m.c},${m.d}}}\n';
    expect(resolve(yaml)).toMatchObject({ x: 90 });
  });

  it('take numbers, quoted text, lists and dicts', () => {
    const resolvers = registerResolver('show', (args) => JSON.stringify(args));
    const shown = (text: string) =>
      composeText(`b: 2\na: ${JSON.stringify(text)}`, [], { resolvers }).tree['a'];
    expect(shown('${show:1, 1e-3,x y , null,"q, ${b}",[1,${b}],{k: v}}')).toBe(
      '[1,0.001,"x y",null,"q, 2",[1,2],{"k":"v"}]',
    );
    expect(shown('${show:}')).toBe('[]');
    expect(shown('${show:,}')).toBe('["",""]');
    expect(shown('${show:a\\,b}')).toBe('["a,b"]');
  });

  it('read the environment, with a default', () => {
    expect(
      resolve('a: ${oc.env:HOME_DIR}/x\nb: ${oc.env:NOPE,none}\nc: ${oc.env:NOPE,null}\n', {
        HOME_DIR: '/h',
      }),
    ).toEqual({
      a: '/h/x',
      b: 'none',
      c: null,
    });
    expect(refused('a: ${oc.env:NOPE}')).toMatchObject({
      code: 'LFADS_CONFIG_RESOLVER_FAILED',
      path: 'a',
    });
  });

  it('count relpath from the folder that holds the config folder', () => {
    const dir = tempFolder({
      'project/configs/main.yaml':
        'defaults: [{data: x}]\nhere: ${relpath:a/b.h5}\nabs: ${relpath:/d/e.h5}\n',
      'lib/configs/data/x.yaml': 'file: ${relpath:datasets/x_*.h5}\n',
    });
    const searchPath = ['project/configs', 'lib/configs'];
    const { tree } = composeConfig({
      configName: 'main',
      searchPath,
      cwd: dir,
      overrides: ['+o=${relpath:o.h5}'],
    });
    expect(tree).toEqual({
      here: join(dir, 'project/a/b.h5'),
      abs: '/d/e.h5',
      data: { file: join(dir, 'lib/datasets/x_*.h5') },
      o: join(dir, 'o.h5'),
    });
  });

  it('want the right arguments', () => {
    expect(refused('a: ${max:1,x}').message).toBe('max wants numbers, found "x".');
    expect(refused('a: ${max:}').message).toBe('max wants at least one number.');
    expect(refused('a: ${relpath:3}').message).toBe('relpath wants a path, found 3.');
  });

  it('that do not exist are named with the nearest', () => {
    expect(refused('a: ${summ:1,2}')).toMatchObject({
      code: 'LFADS_CONFIG_UNKNOWN_RESOLVER',
      hint: 'Did you mean "sum"?  Resolvers: relpath, max, sum, oc.env, oc.select, oc.decode, oc.create, oc.dict.keys, oc.dict.values, oc.deprecated.',
    });
  });

  it('can be added, but not replaced, and are not added for others', () => {
    expect(registerResolver('twice', ([x]) => Number(x) * 2).has('twice')).toBe(true);
    expect(builtinResolvers.has('twice')).toBe(false);
    expect(() => registerResolver('max', () => 0)).toThrow(RangeError);
  });
});
