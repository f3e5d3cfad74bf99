import { type ConfigGroup, configGroups, createConfigSource } from '@lfads/config';
import { Command } from 'commander';
import {
  type PluginOptions,
  withConfigOptions,
  withJsonOption,
  withPluginOptions,
} from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { compose, type ConfigChoice, projectSearchPath } from '../../run/compose.js';
import { createProjectRegistry } from '../../run/project-registry.js';
import { shortPath } from '../../short-path.js';
import { table } from '../../table.js';

type GroupsOptions = Omit<ConfigChoice, 'overrides'> & PluginOptions & { json: boolean };

export function groupsCommand({ io }: CliContext): Command {
  const command = new Command('groups').description(
    'what can be chosen for each config group, where it lies, and what is chosen (*)',
  );
  return withJsonOption(withPluginOptions(withConfigOptions(command))).action(
    async (overrides: string[], { json, plugin, ...choice }: GroupsOptions) => {
      const registry = await createProjectRegistry(io.cwd, plugin);
      const config = await compose(io.cwd, { ...choice, overrides }, registry);
      const folders = await projectSearchPath(io.cwd, choice.configDir, registry);
      const source = createConfigSource(folders);
      const groups = configGroups(source, config);
      io.out(json ? JSON.stringify(groups) : asTable(groups, io.cwd));
    },
  );
}

const asTable = (groups: readonly ConfigGroup[], cwd: string): string =>
  table(
    ['group', 'choice', 'file'],
    groups.flatMap(({ name, options, chosen }) =>
      options.map((option, i) => [
        i === 0 ? name || '(entry)' : '',
        `${mark(option.name, chosen)} ${option.name}`,
        shortPath(option.file, cwd),
      ]),
    ),
  );

const mark = (name: string, chosen: ConfigGroup['chosen']): string =>
  chosen.some(({ option }) => option !== null && option.split(',').includes(name)) ? '*' : ' ';
