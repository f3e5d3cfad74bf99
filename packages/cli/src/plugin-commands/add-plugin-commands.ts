import { type CommandDefinition, type ComponentRegistry, LfadsError } from '@lfads/core';
import { Command } from 'commander';
import {
  type BackendOptions,
  withBackendOptions,
  withJsonOption,
  withPluginOptions,
} from '../cli-options.js';
import type { CliContext } from '../context.js';
import { ExitCode } from '../exit-codes.js';
import { interruptible } from '../run/interruptible.js';
import { commandHost } from './host.js';
import { addOptions, readOptions } from './options.js';

const pluginOf = (registry: ComponentRegistry, { name }: CommandDefinition): string =>
  registry.plugins.find(({ commands }) => commands?.some((command) => command.name === name))!.name;

/**
 * Adds the commands of all plugins to the program. A name of several words makes a command of its first
 * one, with the rest below it.
 *
 * @throws LfadsError LFADS_COMMAND_TAKEN when one has the name of a command of lfads itself
 */
export function addPluginCommands(
  program: Command,
  registry: ComponentRegistry,
  context: CliContext,
): Command[] {
  const own = new Set(program.commands.map((command) => command.name()));
  const parents = new Map<string, Command>();
  const added: Command[] = [];
  const parentAt = (words: readonly string[]): Command =>
    words.reduce((parent, word, depth) => {
      const path = words.slice(0, depth + 1).join(' ');
      const known = parents.get(path);
      if (known) return known;
      const command = new Command(word).description(`commands of a plugin: ${path} …`);
      parents.set(path, command);
      parent.addCommand(command);
      added.push(command);
      return command;
    }, program);
  for (const definition of registry.commands()) {
    const words = definition.name.split(' ');
    const owner = pluginOf(registry, definition);
    if (own.has(words[0]!) || words[0] === 'help') {
      throw new LfadsError(
        'LFADS_COMMAND_TAKEN',
        `Plugin "${owner}" has a command "${definition.name}", but lfads has "${words[0]}" itself.`,
        'Remove the plugin from the project, or tell its author.',
      );
    }
    const command = commandOf(definition, words.at(-1)!, owner, registry, context);
    parentAt(words.slice(0, -1)).addCommand(command);
    added.push(command);
  }
  return added;
}

function commandOf(
  definition: CommandDefinition,
  name: string,
  owner: string,
  registry: ComponentRegistry,
  { io, exitWith }: CliContext,
): Command {
  const { summary, docs } = definition;
  const command = addOptions(new Command(name), definition)
    .description(docs === undefined ? summary : `${summary}\n\n${docs.trim()}`)
    .summary(`${summary} [${owner}]`);
  return withJsonOption(withPluginOptions(withBackendOptions(command))).action(async (...given) => {
    const words = given.slice(0, -2);
    const values = given.at(-2) as BackendOptions & { json: boolean } & Record<string, unknown>;
    const options = readOptions(definition, { words, options: values });
    const { json, cpu, threads } = values;
    const hostOptions = { json, ...(cpu && { cpu }), ...(threads && { threads }) };
    await interruptible(io, async (signal) => {
      await definition.run(options, commandHost(io, registry, hostOptions, signal));
      if (signal.aborted) exitWith(ExitCode.interrupted);
    });
  });
}
