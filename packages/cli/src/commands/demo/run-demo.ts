import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatOverrideValue } from '@lfads/config';
import { type H5Array, readH5, simulateLorenz, writeH5 } from '@lfads/data';
import type { BackendOptions } from '../../cli-options.js';
import { trialChannels } from '../../figures/channels.js';
import { trialFigure } from '../../figures/trial-figure.js';
import type { Io } from '../../io.js';
import { builtinConfigs } from '../../run/builtin-configs.js';
import { execute } from '../../run/execute.js';
import { interruptible } from '../../run/interruptible.js';
import { prepareNewRun } from '../../run/prepare.js';
import { createProjectRegistry } from '../../run/project-registry.js';
import { textReport } from '../train/report.js';
import { type RateScores, scoreRates } from './score.js';

export interface DemoResult {
  epochs: number;
  /** Of the training. */
  seconds: number;
  scores: RateScores;
  runDir: string;
  /** The file of sampled posteriors. */
  output: string;
  figure: string;
}

/** Enough for rates close to the true ones, in well under a minute with native kernels. */
const EPOCHS = 45;
const BIN_SECONDS = 0.01;
/** The validation trial that is drawn: one in which different neurons fire at different times. */
const TRIAL = 84;

/**
 * Simulates, trains with the configs that come with lfads, samples and scores.
 *
 * @returns undefined when the user stopped it
 */
export async function runDemo(
  io: Io,
  options: BackendOptions,
  overrides: readonly string[],
): Promise<DemoResult | undefined> {
  const data = join(io.cwd, 'runs', 'demo', 'lorenz.h5');
  const { datasets, attributes } = simulateLorenz();
  await writeH5(data, datasets, attributes);
  const registry = await createProjectRegistry(io.cwd, []);
  const choice = {
    configName: 'single',
    configDir: builtinConfigs(),
    overrides: [
      'model=lorenz',
      `datamodule.datafile_pattern=${formatOverrideValue(data)}`,
      `trainer.max_epochs=${EPOCHS}`,
      ...overrides,
    ],
  };
  const run = await prepareNewRun(io.cwd, choice, { name: 'demo' }, registry, options);
  const report = textReport(io, []);
  const outcome = await interruptible(io, (signal) => execute(run, report, signal));
  const [output] = outcome.outputs;
  if (output === undefined) {
    report.finished(outcome);
    return undefined;
  }
  report.clear();
  const { epochs, seconds } = outcome.fit;
  const { rates, counts, truth } = await readValidation(output);
  const figure = join(outcome.runDir, 'trial.svg');
  await writeFile(figure, drawTrial(TRIAL, rates, counts, truth));
  return {
    epochs,
    seconds,
    scores: scoreRates(rates, counts, truth),
    runDir: outcome.runDir,
    output,
    figure,
  };
}

async function readValidation(
  path: string,
): Promise<Record<'rates' | 'counts' | 'truth', H5Array>> {
  const keys = { rates: 'valid_output_params', counts: 'valid_recon_data', truth: 'valid_truth' };
  const arrays = await readH5(path, Object.values(keys));
  const get = (key: string) => arrays.get(key) as H5Array;
  return { rates: get(keys.rates), counts: get(keys.counts), truth: get(keys.truth) };
}

const drawTrial = (trial: number, rates: H5Array, counts: H5Array, truth: H5Array): string =>
  trialFigure({
    title: `Lorenz attractor, validation trial ${trial}`,
    counts: trialChannels(counts, trial),
    rates: trialChannels(rates, trial),
    truth: trialChannels(truth, trial),
    binSeconds: BIN_SECONDS,
  });
