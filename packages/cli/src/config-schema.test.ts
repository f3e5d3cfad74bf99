import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema } from '@lfads/config';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { builtinConfigs } from './run/builtin-configs.js';
import { createProjectRegistry } from './run/project-registry.js';
import { pythonConfigs } from './test-support/python-configs.js';

const registry = await createProjectRegistry(builtinConfigs(), []);
const ajv = new Ajv({ allErrors: true, strictSchema: false, strictTypes: false });
const validate = ajv.compile(configJsonSchema(registry.definitions()));

/** Where a YAML text is wrong, and how. */
const faultsOf = (yaml: string): string[] => {
  validate(parse(yaml));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.yaml'))
    : [];

describe('the schema for editors', () => {
  it.each(filesIn(builtinConfigs()))('accepts our %s', (file) => {
    expect(faultsOf(readFileSync(join(builtinConfigs(), file), 'utf8'))).toEqual([]);
  });

  it.each(pythonConfigs === '' ? [] : filesIn(pythonConfigs))("accepts Python's %s", (file) => {
    const text = readFileSync(join(pythonConfigs, file), 'utf8');
    expect(faultsOf(text)).toEqual([]);
  });

  it('accepts interpolations and ??? for any value, and files that give only some options', () => {
    const prior = "_target_: '@lfads/core/MultivariateNormal'\nvariance: ${x}\nshape: ???\n";
    expect(faultsOf(prior)).toEqual([]);
    expect(faultsOf('model:\n  fac_dim: 3\n')).toEqual([]);
  });

  it.each([
    ['an unknown component', "a:\n  _target_: '@lfads/core/Norml'", '/a/_target_'],
    ['an unknown option', "_target_: '@lfads/core/Null'\nshape: 3", 'additional properties'],
    ['a wrong type', "_target_: '@lfads/core/MultivariateNormal'\nmean: high", '/mean'],
    ['a value out of bounds', "_target_: '@lfads/core/MultivariateNormal'\nvariance: -1", '> 0'],
    [
      'a component of the wrong kind, by its Python name',
      'model:\n  _target_: lfads_torch.model.LFADS\n  ic_prior: {_target_: torch.nn.Identity}',
      '/model/ic_prior/_target_',
    ],
    ['a defaults list that is none', 'defaults: {model: a}', '/defaults must be array'],
  ])('refuses %s', (_, yaml, fault) => {
    expect(faultsOf(yaml).join('\n')).toContain(fault);
  });
});
