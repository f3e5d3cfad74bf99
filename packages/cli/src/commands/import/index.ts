import { basename, relative } from 'node:path';
import { Command } from 'commander';
import {
  type BackendOptions,
  type PluginOptions,
  withBackendOptions,
  withJsonOption,
  withPluginOptions,
} from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { importRun } from '../../run/import-run.js';
import { createProjectRegistry } from '../../run/project-registry.js';

type ImportOptions = BackendOptions &
  PluginOptions & { configName?: string; configDir?: string; name?: string; json: boolean };

export function importCommand({ io }: CliContext): Command {
  const command = new Command('import')
    .description(
      'makes a run of parameters in a safetensors file: those of lfads export, or the state_dict of a model trained in Python',
    )
    .argument('<weights>', 'the safetensors file')
    .argument('[overrides...]', 'changes of the config, such as datamodule.datafile_pattern=…')
    .option('--config-name <name>', 'entry config (default: the JSON file beside the parameters)')
    .option('--config-dir <folder>', 'folder of configs, searched first')
    .option('--name <name>', "folder below runs/ (default: the file's name)");
  return withJsonOption(withPluginOptions(withBackendOptions(command))).action(
    async (weights: string, overrides: string[], options: ImportOptions) => {
      const { configName, configDir, plugin, json } = options;
      const registry = await createProjectRegistry(io.cwd, plugin);
      const choice = {
        overrides,
        ...(configName !== undefined && { configName }),
        ...(configDir !== undefined && { configDir }),
      };
      const name = options.name ?? basename(weights, '.safetensors');
      const run = await importRun(io.cwd, { weights, choice, name }, registry, options);
      for (const notice of run.parts.notices) io.err(`${notice}\n`);
      const { dir } = run.paths;
      const count = run.parts.model.parameters.entries.size;
      if (json) {
        io.out(JSON.stringify({ run_dir: dir, parameters: count }));
        return;
      }
      const short = relative(io.cwd, dir);
      io.out(`Run of ${count} parameters: ${short}`);
      io.out(`Infer rates with: npx lfads sample ${short}`);
    },
  );
}
