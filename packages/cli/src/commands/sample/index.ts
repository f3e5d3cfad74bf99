import { relative } from 'node:path';
import { Command, Option } from 'commander';
import {
  type BackendOptions,
  type PluginOptions,
  withBackendOptions,
  withJsonOption,
  withPluginOptions,
} from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { ExitCode } from '../../exit-codes.js';
import { statusLine } from '../../progress/status-line.js';
import { samplingProgress } from '../../progress/sampling-progress.js';
import { type CheckpointName, preferredCheckpoint } from '../../run/checkpoint-path.js';
import { interruptible } from '../../run/interruptible.js';
import { samplePosteriors } from '../../run/execute.js';
import { prepareExistingRun } from '../../run/prepare.js';
import { createProjectRegistry } from '../../run/project-registry.js';

type SampleOptions = BackendOptions &
  PluginOptions & { checkpoint?: CheckpointName; json: boolean };

export function sampleCommand(context: CliContext): Command {
  const command = new Command('sample')
    .description('sample the posteriors of a trained run again, into its folder')
    .argument('<run>', 'folder of the run')
    .argument(
      '[overrides...]',
      'changes of its config, such as posterior_sampling.fn.num_samples=200',
    )
    .addOption(
      new Option('--checkpoint <name>', 'which parameters (default: as the config says)').choices([
        'best',
        'last',
      ]),
    );
  return withJsonOption(withPluginOptions(withBackendOptions(command))).action(
    (run: string, overrides: string[], options: SampleOptions) =>
      sample(run, overrides, options, context),
  );
}

async function sample(
  folder: string,
  overrides: readonly string[],
  { checkpoint, json, plugin, ...backend }: SampleOptions,
  { io, exitWith }: CliContext,
): Promise<void> {
  const registry = await createProjectRegistry(io.cwd, plugin);
  const run = await prepareExistingRun(io.cwd, folder, overrides, registry, backend);
  const chosen = checkpoint ?? preferredCheckpoint(run.paths, run.settings.useBestCheckpoint);
  const line = statusLine(io);
  const outputs = await interruptible(io, (signal) =>
    samplePosteriors(run, {
      checkpoint: chosen,
      onProgress: (progress) => line.show(samplingProgress(progress)),
      signal,
    }),
  );
  line.clear();
  if (outputs === undefined) exitWith(ExitCode.interrupted);
  else if (json) io.out(JSON.stringify({ run_dir: run.paths.dir, checkpoint: chosen, outputs }));
  else for (const output of outputs) io.out(`Posteriors: ${relative(io.cwd, output)}`);
}
