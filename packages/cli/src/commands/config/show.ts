import { renderConfig } from '@lfads/config';
import { Command } from 'commander';
import { type PluginOptions, withConfigOptions, withPluginOptions } from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { compose, type ConfigChoice } from '../../run/compose.js';
import { createProjectRegistry } from '../../run/project-registry.js';

type ShowOptions = Omit<ConfigChoice, 'overrides'> & PluginOptions & { origin: boolean };

export const showCommand = ({ io }: CliContext): Command =>
  withPluginOptions(withConfigOptions(new Command('show')))
    .description('the config as a run would use it')
    .option('--origin', 'show where each value came from: file and line, or override', false)
    .action(async (overrides: string[], { origin, plugin, ...choice }: ShowOptions) => {
      const registry = await createProjectRegistry(io.cwd, plugin);
      const config = await compose(io.cwd, { ...choice, overrides }, registry);
      io.out(renderConfig(config, { origin, cwd: io.cwd }).trimEnd());
    });
