#!/usr/bin/env node
import { program } from 'commander';
import { cellsCommand } from './commands/cells.js';
import { kernelsCommand } from './commands/kernels.js';
import { longCommand } from './commands/long.js';
import { scalingCommand } from './commands/scaling.js';
import { stepsCommand } from './commands/steps.js';

await program
  .name('bench')
  .description('How fast this machine trains: every figure is measured here and now.')
  .addCommand(stepsCommand, { isDefault: true })
  .addCommand(kernelsCommand)
  .addCommand(cellsCommand)
  .addCommand(scalingCommand)
  .addCommand(longCommand)
  .parseAsync();
