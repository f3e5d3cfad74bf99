import { loadProject } from '@lfads/config';
import { Command } from 'commander';
import { withJsonOption } from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { ExitCode } from '../../exit-codes.js';
import { installedFirstParty } from '../../run/first-party-plugins.js';
import { importPlugin, loadPlugin, resolvePlugin } from '../../run/load-plugin.js';
import { checkPlugin } from './check-plugin.js';

export const checkCommand = ({ io, exitWith }: CliContext): Command =>
  withJsonOption(new Command('check'))
    .description(
      'plugins against their contract: version, targets, options, examples, configs, package',
    )
    .argument(
      '[plugins...]',
      'packages or files (default: those of the project and first-party ones)',
    )
    .action(async (asked: string[], { json }: { json: boolean }) => {
      const { dir, plugins } = await loadProject(io.cwd);
      const declared = asked.length === 0 ? plugins : asked;
      const from = asked.length === 0 ? dir : io.cwd;
      const chosen = [
        ...declared.map((name) => ({ name, url: resolvePlugin(name, from) })),
        ...(asked.length === 0 ? installedFirstParty(dir) : []),
      ];
      const checked = [];
      for (const { name, url } of chosen) {
        const plugin = await (url === undefined ? loadPlugin(name, from) : importPlugin(name, url));
        const problems = await checkPlugin(plugin, url ?? '');
        checked.push({ plugin: plugin.name, components: plugin.components.length, problems });
      }
      if (checked.some(({ problems }) => problems.length > 0)) exitWith(ExitCode.badInput);
      if (json) {
        io.out(JSON.stringify(checked));
        return;
      }
      if (checked.length === 0) io.out('There are no plugins to check.');
      for (const { plugin, components, problems } of checked) {
        const fine = `fulfils its contract (components: ${components})`;
        io.out(`${plugin}: ${problems.length === 0 ? fine : `problems: ${problems.length}`}`);
        for (const problem of problems) io.out(`  ${problem}`);
      }
    });
