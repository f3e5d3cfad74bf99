import { Command } from 'commander';
import { type PluginOptions, withJsonOption, withPluginOptions } from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { createProjectRegistry } from '../../run/project-registry.js';
import { checkCommand } from './check.js';
import { describeCommand } from './describe.js';
import { listComponents, renderComponents } from './list.js';

export function pluginsCommand(context: CliContext): Command {
  const { io } = context;
  const list = new Command('list').description(
    'every component that a config can name after _target_, with its options',
  );
  withJsonOption(withPluginOptions(list)).action(
    async ({ plugin, json }: PluginOptions & { json: boolean }) => {
      const components = listComponents(await createProjectRegistry(io.cwd, plugin));
      io.out(json ? JSON.stringify(components, null, 2) : renderComponents(components));
    },
  );
  return new Command('plugins')
    .description('components and the plugins they come from')
    .addCommand(list)
    .addCommand(describeCommand(context))
    .addCommand(checkCommand(context));
}
