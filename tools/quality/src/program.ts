import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import {
  type BackendOptions,
  createProjectRegistry,
  ExitCode,
  type Io,
  positiveInt,
  startBackend,
  withBackendOptions,
} from 'lfads';
import { jsonLine } from './report/json-line.js';
import { updatedPage } from './report/page.js';
import { resultText } from './report/text.js';
import { type Surroundings, trainAndScore } from './run/train-and-score.js';
import { runSuite } from './suite/run-suite.js';

interface Options extends BackendOptions {
  data?: string;
  config: string;
  seed?: number;
  maxEpochs?: number;
  timeLimit?: number;
  dir: string;
  only: string[];
  seeds: number[];
  peer?: string;
  write?: string;
  json: boolean;
}

/** The command line, ready to parse. */
export function createProgram(io: Io): Command {
  const command = new Command('quality')
    .description(
      'Trains and scores the validation trials: one data file (--data), or all data sets of a folder.',
    )
    .argument('[overrides...]', 'with --data: changes of the config, such as model=rat_timing')
    .option('--data <file>', 'HDF5 file with train_… and valid_… arrays')
    .option(
      '--config <config>',
      "with --data: entry config, a YAML file, or a JSON file of lfads-torch's scalars",
      'single',
    )
    .option('--seed <n>', "with --data: seed (default: the config's)", wholeNumber)
    .option('--max-epochs <n>', "epochs (default: the config's)", positiveInt)
    .option('--time-limit <seconds>', 'with --data: ends training after the epoch', positiveInt)
    .option('--dir <folder>', 'folder of the data sets', '../shared/data')
    .option('--only <names>', 'data sets of the folder', (text) => text.split(','), [])
    .option('--seeds <list>', 'of the data sets', (text) => text.split(',').map(wholeNumber), [0])
    .option('--peer <command>', 'trains the reference on lorenz.h5 for a few epochs')
    .option('--write <file>', 'Markdown page whose tables of these data sets are made anew')
    .option('--json', 'end with one line of JSON per training', false);
  return withBackendOptions(command).action(async (overrides: string[], options: Options) => {
    const registry = await createProjectRegistry(io.cwd, []);
    const backend = await startBackend(options);
    const surroundings = { io, registry, backend, options };
    const { data } = options;
    const finished = data
      ? await scoreOne({ ...options, data, overrides }, surroundings)
      : await scoreAll(options, surroundings);
    if (!finished) process.exitCode = ExitCode.interrupted;
  });
}

async function scoreOne(
  request: Options & { data: string; overrides: string[] },
  surroundings: Surroundings,
): Promise<boolean> {
  const result = await trainAndScore(request, surroundings);
  if (result) surroundings.io.out(request.json ? jsonLine(result) : resultText(result));
  return result !== undefined;
}

async function scoreAll(options: Options, surroundings: Surroundings): Promise<boolean> {
  const entries = await runSuite(options, surroundings);
  if (!entries) return false;
  const { write } = options;
  if (write === undefined) return true;
  const page = existsSync(write) ? await readFile(write, 'utf8') : '';
  const facts = {
    cpu: cpus()[0]?.model ?? process.arch,
    node: process.versions.node,
    backend: surroundings.backend.words,
    maxEpochs: options.maxEpochs,
  };
  await writeFile(write, await updatedPage(page, entries, facts));
  return true;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('It must be a whole number, 0 or more.');
}
