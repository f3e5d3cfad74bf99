import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Callback, type ComponentContext, createRegistry, type Logger } from '@lfads/core';
import { describe, expect, it } from 'vitest';
import { smallData } from '../test-support/small-data.js';
import { smallModel } from '../test-support/small-model.js';
import type { Trainer } from '../trainer.js';
import { trainPlugin } from './index.js';
import { temporaryFolder } from '../test-support/temporary-folder.js';

const registry = createRegistry([trainPlugin]);
const context: ComponentContext = {
  resolve: () => {
    throw new Error('no services');
  },
  find: () => undefined,
};
const make = <T>(name: string, options: object) => {
  const definition = registry.resolve(`@lfads/train/${name}`);
  return definition.create(definition.options.parse(options), context) as T;
};

describe('the components', () => {
  it("take lfads-torch's options, with those of PyTorch Lightning that change nothing here", async () => {
    const dir = await temporaryFolder();
    const trainer = make<Trainer>('Trainer', {
      gradient_clip_val: 200,
      max_epochs: 2,
      log_every_n_steps: 5,
      enable_progress_bar: false,
    });
    const callbacks: Record<string, Callback> = {
      model_checkpoint: make('ModelCheckpoint', {
        monitor: 'valid/recon_smth',
        mode: 'min',
        save_top_k: 1,
        save_last: true,
        verbose: false,
        dirpath: 'lightning_checkpoints',
        auto_insert_metric_name: false,
      }),
      early_stopping: make('EarlyStoppingWithBurnInPeriod', {
        monitor: 'valid/recon_smth',
        mode: 'min',
        patience: 200,
        min_delta: 0,
        burn_in_period: 80,
      }),
      learning_rate_monitor: make('LearningRateMonitor', { logging_interval: 'epoch' }),
      raster_plot: make('RasterPlot', { log_every_n_epochs: 200 }),
      trajectory_plot: make('TrajectoryPlot', { log_every_n_epochs: 200 }),
    };
    const loggers: Record<string, Logger> = {
      csv_logger: make('CsvLogger', { save_dir: 'csv_logs', version: '', name: '' }),
      tensorboard_logger: make('TensorBoardLogger', { save_dir: '.', version: 0, name: 'tb' }),
      json_lines_logger: make('JsonLinesLogger', {}),
    };
    const warnings: string[] = [];
    const paths = { dir, checkpoints: join(dir, 'checkpoints') };
    await trainer.fit({
      model: smallModel(),
      dataModule: smallData(),
      paths,
      callbacks,
      loggers,
      onWarning: (message) => warnings.push(message),
    });
    expect(warnings).toEqual([]);
    expect(
      (await readdir(dir, { recursive: true })).filter((path) => path.includes('.')).sort(),
    ).toEqual([
      expect.stringMatching(/^checkpoints\/best\..*\.safetensors$/),
      'checkpoints/best.json',
      expect.stringMatching(/^checkpoints\/last\..*\.safetensors$/),
      'checkpoints/last.json',
      'csv_logs/metrics.csv',
      'figures/trajectory_plot/sess0/epoch-0.svg',
      'figures/valid/raster_plot/sess0/epoch-0.svg',
      'metrics.jsonl',
      expect.stringMatching(/^tb\/version_0\/events\.out\.tfevents\./),
    ]);
    const raster = await readFile(join(dir, 'figures/valid/raster_plot/sess0/epoch-0.svg'), 'utf8');
    expect(raster.match(/<image /g)).toHaveLength(9);
  });

  it('refuse options that nobody knows', () => {
    expect(() => make('Trainer', { max_epoch: 3 })).toThrow(/max_epoch/);
  });

  it('refuse to keep the k best of no metric', () => {
    expect(() => make('ModelCheckpoint', { save_top_k: 3 })).toThrow(/state monitor/);
    expect(() => make('ModelCheckpoint', { save_top_k: -1 })).not.toThrow();
  });

  it('have summaries and described options', () => {
    for (const definition of registry.definitions()) {
      expect(definition.summary, definition.target).toMatch(/\.$/);
      const { shape } = definition.options as unknown as {
        shape: Record<string, { description?: string }>;
      };
      for (const [name, option] of Object.entries(shape)) {
        expect(option.description, `${definition.target} ${name}`).toBeTruthy();
      }
    }
  });
});
