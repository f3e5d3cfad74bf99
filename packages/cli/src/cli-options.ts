import { type Command, InvalidArgumentError, Option } from 'commander';

export const CPU_ENGINES = ['native', 'wasm', 'js'] as const;
export type CpuEngine = (typeof CPU_ENGINES)[number];

export interface BackendOptions {
  cpu?: CpuEngine;
  threads?: number;
}

export interface PluginOptions {
  plugin: string[];
}

export const withBackendOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--cpu <engine>',
        'kernels to use; LFADS_CPU overrides it (default: the fastest there is)',
      ).choices(CPU_ENGINES),
    )
    .option(
      '--threads <n>',
      'threads to use; LFADS_THREADS overrides it (default: all cores)',
      positiveInt,
    );

export const withPluginOptions = (command: Command): Command =>
  command.option(
    '--plugin <package>',
    'plugin to load besides those of the project file (may be repeated)',
    (name: string, names: string[]) => [...names, name],
    [],
  );

export const withConfigOptions = (command: Command): Command =>
  command
    .argument('[overrides...]', 'changes of the config: group=choice a.b.c=value +new=value ~gone')
    .option('--config-name <name>', 'entry config', 'single')
    .option('--config-dir <folder>', 'folder of configs, searched first');

export const withJsonOption = (command: Command): Command =>
  command.option('--json', 'print JSON for machines', false);

export function positiveInt(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError('It must be a positive whole number.');
  }
  return value;
}
