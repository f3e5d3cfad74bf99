import { Command } from 'commander';
import type { CliContext } from '../../context.js';
import { explainCommand } from './explain.js';
import { groupsCommand } from './groups.js';
import { schemaCommand } from './schema.js';
import { showCommand } from './show.js';
import { validateCommand } from './validate.js';

export function configCommand(context: CliContext): Command {
  const command = new Command('config').description('composed configs');
  for (const create of [
    showCommand,
    explainCommand,
    groupsCommand,
    validateCommand,
    schemaCommand,
  ]) {
    command.addCommand(create(context));
  }
  return command;
}
