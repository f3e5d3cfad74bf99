import { Command } from 'commander';
import { configCommand } from './commands/config/index.js';
import { demoCommand } from './commands/demo/index.js';
import { doctorCommand } from './commands/doctor/index.js';
import { exportCommand } from './commands/export/index.js';
import { importCommand } from './commands/import/index.js';
import { pluginsCommand } from './commands/plugins/index.js';
import { sampleCommand } from './commands/sample/index.js';
import { trainCommand } from './commands/train/index.js';
import type { CliContext } from './context.js';
import { addPluginCommands } from './plugin-commands/add-plugin-commands.js';
import { createProjectRegistry } from './run/project-registry.js';
import { version } from './version.js';

/** The `lfads` command line, ready to parse. */
export function createProgram(context: CliContext): Command {
  const program = new Command('lfads')
    .description('Latent factor analysis via dynamical systems: firing rates of single trials.')
    .version(version)
    .option('--debug', 'show the stack trace of an unexpected error', false)
    .showHelpAfterError('(lfads --help, or lfads <command> --help, shows what there is)');
  for (const create of [
    trainCommand,
    sampleCommand,
    exportCommand,
    importCommand,
    configCommand,
    pluginsCommand,
    doctorCommand,
    demoCommand,
  ]) {
    program.addCommand(create(context));
  }
  return forEachCommand(program, throughIo(context));
}

/** Adds the commands of the plugins that the project declares or that were asked for. */
export async function addCommandsOfPlugins(
  program: Command,
  context: CliContext,
  asked: readonly string[],
): Promise<void> {
  const registry = await createProjectRegistry(context.io.cwd, asked);
  const change = throughIo(context);
  for (const command of addPluginCommands(program, registry, context)) change(command);
}

const throughIo =
  ({ io }: CliContext) =>
  (command: Command): Command =>
    command.exitOverride().configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      writeErr: (text) => io.err(text),
    });

function forEachCommand(command: Command, change: (command: Command) => unknown): Command {
  change(command);
  for (const child of command.commands) forEachCommand(child, change);
  return command;
}
