import { join } from 'node:path';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { compose } from './compose-from-code.js';
import { ConfigError } from './config-error.js';
import type { RunConfig } from './run-config.js';
import { tempFolder } from './test-support/temp-configs.js';

const SINGLE = `
defaults: [{model: small}]
seed: 0
datamodule: {_target_: '@lfads/data/BasicDataModule', batch_size: 8}
trainer: {_target_: '@lfads/train/Trainer'}
callbacks: {}
logger: {csv: {_target_: '@lfads/train/CsvLogger'}}
posterior_sampling: {fn: {_target_: '@lfads/train/runPosteriorSampling'}}
`;
const MODEL = "_target_: '@lfads/core/Lfads'\nfac_dim: 8\nname: x\n";
const project = (files: Record<string, string> = {}) =>
  tempFolder({ 'configs/single.yaml': SINGLE, 'configs/model/small.yaml': MODEL, ...files });

describe('compose', () => {
  it("gives the project's entry config, typed, with overrides as values", async () => {
    const cwd = project();
    const overrides = { 'model.fac_dim': 3, 'model.name': "it's, ${so}", seed: 1 };
    const config = await compose({ cwd, overrides });
    expectTypeOf(config.tree).toEqualTypeOf<RunConfig>();
    expectTypeOf(config.tree.posterior_sampling.use_best_ckpt).toBeBoolean();
    expect(config.tree).toMatchObject({
      seed: 1,
      model: { fac_dim: 3, name: "it's, ${so}" },
      posterior_sampling: { use_best_ckpt: true },
    });
    expect(config.originOf('model.fac_dim')).toMatchObject({ kind: 'override' });
  });

  it('takes overrides as on the command line', async () => {
    const cwd = project({ 'configs/model/large.yaml': MODEL.replace('8', '80') });
    const { tree } = await compose({ cwd, overrides: ['model=large', '+model.new=1'] });
    expect(tree.model).toMatchObject({ fac_dim: 80, new: 1 });
  });

  it('takes another schema, and gives its type', async () => {
    const schema = z.looseObject({ model: z.looseObject({ fac_dim: z.int() }) });
    const { tree } = await compose({ cwd: project(), schema });
    expectTypeOf(tree.model.fac_dim).toBeNumber();
    expect(tree.model.fac_dim).toBe(8);
  });

  it('looks into configDir first and into the built-in configs last', async () => {
    const dir = tempFolder({
      'mine/model/small.yaml': MODEL.replace('8', '9'),
      'builtin/single.yaml': SINGLE,
      'builtin/model/small.yaml': MODEL,
    });
    const builtin = join(dir, 'builtin');
    const { tree } = await compose({ cwd: dir, configDir: 'mine', builtin });
    expect(tree.model['fac_dim']).toBe(9);
  });

  it('names every value that is not as the schema has it, with its place', async () => {
    const single = SINGLE.replace('seed: 0', 'seed: x').replace(
      "{_target_: '@lfads/train/Trainer'}",
      '{}',
    );
    const failed = compose({ cwd: project({ 'configs/single.yaml': single }) });
    const error = (await failed.catch((e: unknown) => e)) as ConfigError;
    expect(error).toBeInstanceOf(ConfigError);
    expect(
      error.problems.map(({ path, origin }) => [path, origin?.kind === 'file' && origin.line]),
    ).toEqual([
      ['seed', 3],
      ['trainer._target_', 5],
    ]);
  });
});
