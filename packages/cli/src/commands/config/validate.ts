import { Command } from 'commander';
import {
  type PluginOptions,
  withConfigOptions,
  withJsonOption,
  withPluginOptions,
} from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { checkConfig, type ConfigCheck } from '../../run/check-config.js';
import { compose, type ConfigChoice } from '../../run/compose.js';
import { createProjectRegistry } from '../../run/project-registry.js';

type ValidateOptions = Omit<ConfigChoice, 'overrides'> & PluginOptions & { json: boolean };

export function validateCommand({ io }: CliContext): Command {
  const command = new Command('validate').description(
    'compose a config and make all its parts, without training; with its data, check the sizes too',
  );
  return withJsonOption(withPluginOptions(withConfigOptions(command))).action(
    async (overrides: string[], { json, plugin, ...choice }: ValidateOptions) => {
      const registry = await createProjectRegistry(io.cwd, plugin);
      const config = await compose(io.cwd, { ...choice, overrides }, registry);
      const check = await checkConfig(config, registry);
      io.out(json ? JSON.stringify(check) : asText(check));
    },
  );
}

const asText = ({ components, sessions, withoutData, notices }: ConfigCheck): string =>
  [
    `The config is right: ${components} components.`,
    withoutData === undefined
      ? `Its sizes are those of ${sessions.join(', ')}.`
      : `Its sizes were not checked: ${withoutData}`,
    ...notices,
  ].join('\n');
