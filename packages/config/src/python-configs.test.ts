import { corePlugin, createRegistry, createRunContainer } from '@lfads/core';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PYTHON_ALIASES } from './aliases.js';
import { composeConfig } from './compose.js';
import { instantiate } from './instantiate.js';
import { nodeAt, pathsOf, toPlain } from './node.js';

const configs = process.env['LFADS_TORCH_CONFIGS'] ?? '';
const names = (group: string): string[] =>
  existsSync(join(configs, group))
    ? readdirSync(join(configs, group)).map((file) => file.replace('.yaml', ''))
    : [];
const models = names('model');
const modules = names('datamodule');
const pairs = models.map((model) => {
  const own = modules.includes(model) ? model : modules.find((data) => model.startsWith(data));
  return [model, own ?? model] as const;
});

const registry = createRegistry([corePlugin]);

describe('the alias table', () => {
  it('leads from Python names to components of ours', () => {
    for (const [python, target] of PYTHON_ALIASES) {
      expect(python).toMatch(/^(?:lfads_torch|torch|pytorch_lightning|lightning|ray)\.[\w.]+$/);
      expect(target).toMatch(/^@lfads\/(?:core|data|train|plugin-\w+)\/\w+$/);
    }
  });

  it('names only components of @lfads/core that there are', () => {
    const named = [...PYTHON_ALIASES.values()].filter((target) =>
      target.startsWith('@lfads/core/'),
    );
    expect(registry.targets()).toEqual(expect.arrayContaining(named));
  });
});

describe.skipIf(configs === '')('the configs of the Python package (LFADS_TORCH_CONFIGS)', () => {
  it('are there', () => {
    expect(models.length).toBeGreaterThan(0);
  });

  const singleSession = pairs.filter(([model]) => !/multisession/.test(model));
  it.each(singleSession)('make the model of model=%s', (model) => {
    const config = composeConfig({
      configName: 'single',
      searchPath: [configs],
      overrides: [`model=${model}`],
    });
    const { context } = createRunContainer(registry);
    expect(instantiate(config, 'model', { registry, context })).toBeInstanceOf(Object);
  });

  describe.each(['single', 'multi', 'pbt'])('%s.yaml', (configName) => {
    it.each(pairs)('composes with model=%s datamodule=%s', (model, datamodule) => {
      const overrides = [
        `model=${model}`,
        `datamodule=${datamodule}`,
        'callbacks=nlb',
        '+logger.run_tag=${seed}',
      ];
      const config = composeConfig({ configName, searchPath: [configs], overrides });
      expect(Object.keys(config.tree)).toEqual(
        expect.arrayContaining([
          'seed',
          'model',
          'datamodule',
          'callbacks',
          'trainer',
          'logger',
          'posterior_sampling',
        ]),
      );
      const values = [...pathsOf(config.root)].map((path) => nodeAt(config.root, path));
      for (const node of values) {
        if (node?.kind === 'scalar') expect(String(toPlain(node))).not.toContain('${');
        expect(node?.origin).toBeDefined();
      }
      expect(config.tree).toMatchObject({
        model: {
          loss_scale: 10_000,
          ic_post_var_min: 1e-4,
          ic_enc_seq_len: expect.any(Number) as number,
        },
        trainer: { max_epochs: 1000 },
      });
    });
  });
});
