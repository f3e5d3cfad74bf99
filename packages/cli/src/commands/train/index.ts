import { Command } from 'commander';
import {
  type BackendOptions,
  type PluginOptions,
  withBackendOptions,
  withConfigOptions,
  withJsonOption,
  withPluginOptions,
} from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { ExitCode } from '../../exit-codes.js';
import type { ConfigChoice } from '../../run/compose.js';
import { execute } from '../../run/execute.js';
import { interruptible } from '../../run/interruptible.js';
import { prepareNewRun, prepareResumedRun } from '../../run/prepare.js';
import { createProjectRegistry } from '../../run/project-registry.js';
import { trainSweep } from '../../sweep/train-sweep.js';
import { jsonReport } from './json-report.js';
import { textReport } from './report.js';

type TrainOptions = Omit<ConfigChoice, 'overrides'> &
  BackendOptions &
  PluginOptions & {
    name?: string;
    runDir?: string;
    resume?: string;
    multirun: boolean;
    json: boolean;
  };

export function trainCommand(context: CliContext): Command {
  const command = withConfigOptions(new Command('train'))
    .description('train a model, then sample its posteriors: runs/<name>/<timestamp>/')
    .option('--name <name>', 'folder below runs/ (default: the name of the entry config)')
    .option('--run-dir <folder>', "the run's folder itself, new or empty")
    .option('--resume <run>', 'go on with the run in this folder, as if it had never stopped')
    .option(
      '-m, --multirun',
      'train every combination of overrides with several values: seed=1,2 model.fac_dim=range(2,8,2)',
      false,
    );
  return withJsonOption(withPluginOptions(withBackendOptions(command))).action(
    (overrides: string[], options: TrainOptions) => train(overrides, options, context),
  );
}

async function train(
  overrides: readonly string[],
  options: TrainOptions,
  context: CliContext,
): Promise<void> {
  const { resume, json, plugin, multirun } = options;
  if (multirun) return trainSweep({ ...options, overrides }, context);
  const { io, exitWith } = context;
  const registry = await createProjectRegistry(io.cwd, plugin);
  const run =
    resume === undefined
      ? await prepareNewRun(io.cwd, { ...options, overrides }, options, registry, options)
      : await prepareResumedRun(io.cwd, resume, overrides, registry, options);
  const report = (json ? jsonReport : textReport)(io, plugin);
  const outcome = await interruptible(io, (signal) => execute(run, report, signal));
  report.finished(outcome);
  if (outcome.interrupted) exitWith(ExitCode.interrupted);
}
