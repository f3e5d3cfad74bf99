import { renderConfig } from '@lfads/config';
import { Command } from 'commander';
import { withConfigOptions } from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { compose, type ConfigChoice } from '../../run/compose.js';

type ShowOptions = Omit<ConfigChoice, 'overrides'> & { origin: boolean };

export const showCommand = ({ io }: CliContext): Command =>
  withConfigOptions(new Command('show'))
    .description('the config as a run would use it')
    .option('--origin', 'show where each value came from: file and line, or override', false)
    .action(async (overrides: string[], { origin, ...choice }: ShowOptions) => {
      const config = await compose(io.cwd, { ...choice, overrides });
      io.out(renderConfig(config, { origin, cwd: io.cwd }).trimEnd());
    });
