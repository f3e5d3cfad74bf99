import { ConfigError, type ConfigProblem, instantiate, type ResolvedConfig } from '@lfads/config';
import {
  type BackendInfo,
  type Callback,
  type ComponentContext,
  type ComponentRegistry,
  DATA_MODULE,
  DATA_STATISTICS,
  type DataModule,
  type Lfads,
  type Logger,
  type RunPaths,
} from '@lfads/core';
import { checkSupport, dataStatistics } from '@lfads/data';
import type { PosteriorSampling, Trainer } from '@lfads/train';
import { runServices } from './services.js';
import type { BackendOptions } from '../cli-options.js';
import { startChosenBackend } from './backend.js';
import type { RunSettings } from './settings.js';

/** What a config describes, made. The data are read and the model is built on them. */
export interface RunParts {
  /** Started. */
  backend: BackendInfo;
  dataModule: DataModule;
  model: Lfads;
  trainer: Trainer;
  callbacks: Readonly<Record<string, Callback>>;
  loggers: Readonly<Record<string, Logger>>;
  sampling: PosteriorSampling;
  /** What parts told the user when they were made, each sentence once. */
  notices: ReadonlySet<string>;
}

/**
 * Starts the back end, makes all parts of a run, reads its data and builds its model.
 *
 * @throws ConfigError with every problem of the config; LfadsError for what is wrong with the data, or
 * for sizes on which data and model disagree
 */
export async function createParts(
  config: ResolvedConfig,
  registry: ComponentRegistry,
  { seed }: RunSettings,
  paths: RunPaths,
  options: BackendOptions,
): Promise<RunParts> {
  const { container, notices } = runServices(registry, seed, paths, options);
  const backend = await startChosenBackend(config, registry, container.context, options);
  const make = maker(config, registry, container.context);
  const around = make({
    dataModule: 'datamodule',
    trainer: 'trainer',
    callbacks: 'callbacks',
    loggers: 'logger',
    sampling: 'posterior_sampling.fn',
  }) as Omit<RunParts, 'backend' | 'model' | 'notices'>;
  await around.dataModule.setup();
  container.provide(DATA_MODULE, around.dataModule);
  container.provide(DATA_STATISTICS, dataStatistics(around.dataModule));
  const { model } = make({ model: 'model' }) as Pick<RunParts, 'model'>;
  model.build(seed, around.dataModule.sessions);
  await checkSupport(
    around.dataModule,
    model.parts.reconstruction.map(({ support }) => support),
  );
  return { ...around, backend, model, notices };
}

/** Makes parts from their paths in the config; throws the problems of all of them together. */
function maker(config: ResolvedConfig, registry: ComponentRegistry, context: ComponentContext) {
  return (paths: Readonly<Record<string, string>>): Record<string, unknown> => {
    const problems: ConfigProblem[] = [];
    const parts = Object.entries(paths).map(([name, path]) => {
      try {
        return [name, instantiate(config, path, { registry, context })] as const;
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        problems.push(...error.problems);
        return [name, undefined] as const;
      }
    });
    const [first, ...rest] = problems;
    if (first) throw new ConfigError([first, ...rest]);
    return Object.fromEntries(parts);
  };
}
