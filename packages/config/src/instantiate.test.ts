import {
  LfadsError,
  createRegistry,
  createRunContainer,
  definePlugin,
  definePrior,
  defineReconstruction,
  partOf,
  CONTRACT_VERSION,
} from '@lfads/core';
import type { ComponentDefinition, Prior, Reconstruction } from '@lfads/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { instantiate } from './instantiate.js';
import type { TargetRegistry } from './target-registry.js';
import { composeText } from './test-support/compose-files.js';
import { problemOf, problemsOf } from './test-support/problems-of.js';

/** Parts that remember what they were made with; what they compute does not matter here. */
const recorder = (
  kind: 'model' | 'prior' | 'readin',
  name: string,
  options: z.ZodType,
): ComponentDefinition => ({
  target: `@lfads/core/${name}`,
  kind,
  summary: name,
  options,
  create: (given) => ({ name, given }),
});

const Normal = recorder(
  'prior',
  'MultivariateNormal',
  z.strictObject({
    mean: z.number(),
    variance: z.number().positive(),
    shape: z.int().positive(),
    family: z.enum(['diagonal', 'full']).default('diagonal'),
  }),
);
const definitions = [
  Normal,
  recorder('readin', 'Identity', z.strictObject({})),
  recorder('readin', 'ModuleList', z.strictObject({ modules: z.array(z.unknown()).min(1) })),
  recorder(
    'model',
    'Lfads',
    z.object({ fac_dim: z.int(), ic_prior: z.unknown(), readin: z.array(z.unknown()).optional() }),
  ),
  {
    ...recorder('model', 'Fussy', z.looseObject({})),
    create: () => {
      throw new LfadsError('LFADS_FUSSY', 'Too fussy.', 'Relax.');
    },
  },
];
const byTarget = new Map(definitions.map((definition) => [definition.target, definition]));
const registry: TargetRegistry = {
  resolve: (target) => byTarget.get(target),
  targets: () => byTarget.keys(),
};
const { context } = createRunContainer(createRegistry([]));

const PRIOR = `
prior:
  _target_: '@lfads/core/MultivariateNormal'
  mean: 0
  variance: 0.1
  shape: 4
`;
const make = (yaml: string, path = '', extra: Record<string, unknown> = {}) =>
  instantiate(composeText(yaml), path, { registry, context, extra });
const faults = (yaml: string, path = '') => problemsOf(() => make(yaml, path));
const fault = (yaml: string, path = '') => problemOf(() => make(yaml, path));

describe('instantiate', () => {
  it('makes the component at a path with its checked options', () => {
    expect(make(PRIOR, 'prior')).toEqual({
      name: 'MultivariateNormal',
      given: { mean: 0, variance: 0.1, shape: 4, family: 'diagonal' },
    });
  });

  it('makes components at any depth, innermost first, and leaves other values as they are', () => {
    const yaml = `
seed: 1
model:
  _target_: lfads_torch.model.LFADS
  fac_dim: 4
  ic_prior:
    _target_: lfads_torch.modules.priors.MultivariateNormal
    mean: 0
    variance: 1
    shape: \${model.fac_dim}
  readin:
    - _target_: torch.nn.Identity
callbacks:
  any: {_target_: torch.nn.Identity}
`;
    const identity = { name: 'Identity', given: {} };
    expect(make(yaml)).toEqual({
      seed: 1,
      model: {
        name: 'Lfads',
        given: {
          fac_dim: 4,
          ic_prior: {
            name: 'MultivariateNormal',
            given: { mean: 0, variance: 1, shape: 4, family: 'diagonal' },
          },
          readin: [identity],
        },
      },
      callbacks: { any: identity },
    });
  });

  it('takes further options from code, over those of the config', () => {
    expect(make(PRIOR, 'prior', { mean: 5 })).toMatchObject({ given: { mean: 5, shape: 4 } });
  });

  it('says what the config lacks', () => {
    expect(fault(PRIOR, 'priors')).toMatchObject({
      code: 'LFADS_CONFIG_MISSING_VALUE',
      hint: 'Did you mean "prior"?',
    });
  });

  it('puts _args_ where the first options are', () => {
    expect(
      make(
        `a:\n  _target_: torch.nn.ModuleList\n  _args_: [[{_target_: torch.nn.Identity}]]\n`,
        'a',
      ),
    ).toEqual({
      name: 'ModuleList',
      given: { modules: [{ name: 'Identity', given: {} }] },
    });
    expect(fault('a:\n  _target_: torch.nn.Identity\n  _args_: [1]\n')).toMatchObject({
      code: 'LFADS_CONFIG_BAD_TARGET',
      path: 'a._args_.0',
    });
  });

  it('gives a function of the missing options with _partial_', () => {
    const partial = make(`a:\n  _target_: torch.nn.ModuleList\n  _partial_: true\n`, 'a') as (
      options?: object,
    ) => unknown;
    expect(partial({ modules: [1] })).toEqual({ name: 'ModuleList', given: { modules: [1] } });
    expect(problemOf(() => partial()).code).toBe('LFADS_CONFIG_MISSING_OPTION');
  });

  it('leaves inner targets alone with _recursive_: false', () => {
    const yaml = `a:\n  _target_: torch.nn.ModuleList\n  _recursive_: false\n  modules: [{_target_: x.y}]\n`;
    expect(make(yaml, 'a')).toMatchObject({ given: { modules: [{ _target_: 'x.y' }] } });
  });

  it('heeds _partial_ and _recursive_ of components inside others', () => {
    const list = (more: string) =>
      make(`a:\n  _target_: torch.nn.ModuleList\n  modules:\n  - ${more}\n`, 'a') as {
        given: { modules: readonly unknown[] };
      };
    const partial = list('{_target_: torch.nn.ModuleList, _partial_: true}').given.modules[0];
    expect((partial as (o: object) => unknown)({ modules: [1] })).toMatchObject({
      given: { modules: [1] },
    });
    const inner = 'modules: [{_target_: torch.nn.Identity}]';
    expect(list(`{_target_: torch.nn.ModuleList, _recursive_: false, ${inner}}`)).toMatchObject({
      given: { modules: [{ given: { modules: [{ _target_: 'torch.nn.Identity' }] } }] },
    });
    expect(list(`{_target_: torch.nn.ModuleList, ${inner}}`)).toMatchObject({
      given: { modules: [{ given: { modules: [{ name: 'Identity' }] } }] },
    });
  });

  it('joins _args_ with _partial_, and with options by name', () => {
    const normal = "a:\n  _target_: '@lfads/core/MultivariateNormal'\n  _args_: [0, '${x}']\n";
    expect(make(`${normal}  shape: 3\nx: 2\n`, 'a')).toMatchObject({
      given: { mean: 0, variance: 2, shape: 3 },
    });
    const partial = make(`${normal}  _partial_: true\nx: 2\n`, 'a') as (o: object) => unknown;
    expect(partial({ shape: 3 })).toMatchObject({ given: { mean: 0, variance: 2, shape: 3 } });
    expect(fault(`${normal}  mean: 1\n  shape: 3\nx: 2\n`)).toMatchObject({
      code: 'LFADS_CONFIG_BAD_TARGET',
      message: 'The option "mean" is given by position and by name.',
    });
  });

  it('passes the code of a component that refuses on, with its place', () => {
    expect(fault("a:\n  _target_: '@lfads/core/Fussy'\n", 'a')).toMatchObject({
      code: 'LFADS_FUSSY',
      message: 'Too fussy.',
      hint: 'Relax.',
      path: 'a',
      origin: { line: 2, column: 13 },
    });
  });
});

describe('options', () => {
  it('are all checked before anything is reported, each with its place', () => {
    const yaml = `
a:
  _target_: '@lfads/core/MultivariateNormal'
  mean: zero
  variance: -1
  shpe: 4
  family: diagnal
b:
  _target_: '@lfads/core/Lfads'
  fac_dim: 1.5
  ic_prior:
    _target_: '@lfads/core/MultivariatNormal'
  readin: 7
`;
    const found = faults(yaml).map(({ code, path, message, origin }) => [
      code.replace('LFADS_CONFIG_', ''),
      path,
      origin?.kind === 'file' && `${origin.line}:${origin.column}`,
      message,
    ]);
    expect(found).toEqual([
      ['UNKNOWN_OPTION', 'a.shpe', '6:3', '@lfads/core/MultivariateNormal has no option "shpe".'],
      ['BAD_OPTION', 'a.mean', '4:9', 'Expected a number, found "zero".'],
      ['BAD_OPTION', 'a.variance', '5:13', 'Expected a number > 0, found -1.'],
      [
        'MISSING_OPTION',
        'a.shape',
        '3:3',
        '@lfads/core/MultivariateNormal needs the option "shape": a number.',
      ],
      ['BAD_OPTION', 'a.family', '7:11', 'Expected one of "diagonal", "full", found "diagnal".'],
      [
        'UNKNOWN_TARGET',
        'b.ic_prior._target_',
        '12:15',
        'No component is registered as "@lfads/core/MultivariatNormal".',
      ],
      ['BAD_OPTION', 'b.fac_dim', '10:12', 'Expected a whole number, found 1.5.'],
      ['BAD_OPTION', 'b.readin', '13:11', 'Expected a list, found 7.'],
    ]);
    expect(faults(yaml)[0]?.hint).toBe(
      'Did you mean "shape"?  Options: mean, variance, shape, family.',
    );
    expect(faults(yaml)[4]?.hint).toBe('Did you mean "diagonal"?');
  });

  it('name the override that gave them', () => {
    const config = composeText(PRIOR, ['prior.shape=x']);
    expect(problemOf(() => instantiate(config, 'prior', { registry, context })).origin).toEqual({
      kind: 'override',
      text: 'prior.shape=x',
      column: 13,
    });
  });

  it('are refused when unknown even if the schema would drop them', () => {
    expect(
      fault("a:\n  _target_: '@lfads/core/Lfads'\n  fac_dim: 1\n  ic_prior: 1\n  typo: 1\n"),
    ).toMatchObject({
      code: 'LFADS_CONFIG_UNKNOWN_OPTION',
      path: 'a.typo',
      origin: { line: 5, column: 3 },
    });
  });

  it('say which kind of component they want', () => {
    const P = definePrior({
      target: '@x/y/P',
      summary: 'A prior',
      options: z.object({}),
      create: () => ({}) as Prior,
    });
    const R = defineReconstruction({
      target: '@x/y/R',
      summary: 'Not a prior',
      options: z.object({ prior: partOf('prior'), others: z.array(partOf('prior')).default([]) }),
      create: () => ({}) as Reconstruction,
    });
    const parts = createRegistry([
      definePlugin({
        name: '@x/y',
        contractVersion: CONTRACT_VERSION,
        components: [P, R] as ComponentDefinition[],
      }),
    ]);
    const attempt = (yaml: string) =>
      problemsOf(() => instantiate(composeText(yaml), '', { registry: parts, context })).map(
        ({ message }) => message,
      );
    expect(attempt("a:\n  _target_: '@x/y/R'\n")).toEqual([
      '@x/y/R needs the option "prior": a component of kind "prior" (a mapping with _target_).',
    ]);
    expect(attempt("a:\n  _target_: '@x/y/R'\n  prior: 3\n")).toEqual([
      'Expected a component of kind "prior" (a mapping with _target_), found 3.',
    ]);
    const nested =
      "a:\n  _target_: '@x/y/R'\n  prior: {_target_: '@x/y/P'}\n  others: [{_target_: '@x/y/R', prior: {_target_: '@x/y/P'}}]\n";
    expect(attempt(nested)).toEqual([
      'Expected a component of kind "prior", but @x/y/R is not one.',
    ]);
  });
});

describe('_target_', () => {
  it('names the nearest component and how to list them', () => {
    expect(fault("a:\n  _target_: '@lfads/core/Identty'\n")).toMatchObject({
      code: 'LFADS_CONFIG_UNKNOWN_TARGET',
      path: 'a._target_',
      hint: 'Did you mean "@lfads/core/Identity"?  (lfads plugins list shows them all)',
      origin: { line: 2, column: 13 },
    });
  });

  it('names the package to install when it looks like one', () => {
    expect(fault('a:\n  _target_: lfads-plugin-laplace/LaplacePrior\n').hint).toContain(
      'npm install lfads-plugin-laplace,',
    );
    expect(fault("a:\n  _target_: '@me/priors/Laplace'\n").hint).toContain(
      'npm install @me/priors,',
    );
    expect(fault('a:\n  _target_: os.system\n').hint).not.toContain('npm install');
  });

  it('tells what a Python name stands for when that is not registered', () => {
    expect(fault('a:\n  _target_: pytorch_lightning.Trainer\n').message).toBe(
      '"pytorch_lightning.Trainer" stands for "@lfads/train/Trainer", which is not registered.',
    );
    expect(fault('a:\n  _target_: lfads_torch.model.LFAD\n').hint).toContain(
      '"lfads_torch.model.LFADS"',
    );
  });

  it('takes aliases of the registry', () => {
    const aliased = { ...registry, aliases: new Map([['my.Identity', '@lfads/core/Identity']]) };
    const config = composeText('a: {_target_: my.Identity}');
    expect(instantiate(config, 'a', { registry: aliased, context })).toMatchObject({
      name: 'Identity',
    });
  });

  it.each([
    'child_process.exec',
    'node:child_process/exec',
    'os.system',
    'builtins.eval',
    '../../evil',
    '/etc/passwd',
    'file:///tmp/x.js',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '@lfads/core/constructor',
  ])('never reaches %s', (target) => {
    const open = Object.assign({}, ...definitions.map((d) => ({ [d.target]: d }))) as Record<
      string,
      ComponentDefinition
    >;
    const careless: TargetRegistry = {
      resolve: (name) => open[name],
      targets: () => Object.keys(open),
    };
    const config = composeText(`a: {_target_: '${target}'}`);
    for (const each of [registry, careless]) {
      expect(problemOf(() => instantiate(config, 'a', { registry: each, context })).code).toBe(
        'LFADS_CONFIG_UNKNOWN_TARGET',
      );
    }
  });

  it.each([
    ['_target_: 3', '_target_', 'the name of a component'],
    ['_target_: null', '_target_', 'the name of a component'],
    ['_target_: torch.nn.Identity\n  _args_: 3', '_args_', 'a list'],
    ['_target_: torch.nn.Identity\n  _partial_: maybe', '_partial_', 'true or false'],
    ['_target_: torch.nn.Identity\n  _convert_: some', '_convert_', 'one of none'],
    ['_target_: torch.nn.Identity\n  _recursiv_: true', '_recursiv_', 'is no keyword'],
  ])('with %s is malformed', (yaml, key, message) => {
    const problem = fault(`a:\n  ${yaml}\n`);
    expect(problem).toMatchObject({ code: 'LFADS_CONFIG_BAD_TARGET', path: `a.${key}` });
    expect(problem.message).toContain(message);
  });

  it('may have _convert_, which changes nothing: values are plain already', () => {
    expect(make('a:\n  _target_: torch.nn.Identity\n  _convert_: all\n', 'a')).toMatchObject({
      name: 'Identity',
    });
  });
});
