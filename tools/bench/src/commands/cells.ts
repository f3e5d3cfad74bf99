import { availableParallelism } from 'node:os';
import { describeCpuBackend, initCpuBackend } from '@lfads/backend-cpu';
import { type DecoderCell, withCompositeOps } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { Command, Option } from 'commander';
import { alternate, ratioOf, type Ratio } from '../alternate.js';
import { count, orAll, positive, workloadNames } from '../arguments.js';
import { BACKENDS, backendEnvironment, type BackendName } from '../backends.js';
import { decoder } from '../kernels/recurrent-cases.js';
import { textTable } from '../text-table.js';
import { timeSteps, warmUp } from '../time-steps.js';
import { findWorkload } from '../workloads.js';

interface CellsOptions {
  backend: BackendName;
  threads: number;
  seconds: number;
  rounds: number;
  json?: boolean;
}

interface CellResult extends Ratio {
  workload: string;
  cell: DecoderCell;
  fused_ms: number;
  composite_ms: number;
}

const CELLS: readonly DecoderCell[] = ['gru', 'tanh', 'relu', 'linear'];

export const cellsCommand = new Command('cells')
  .description(
    "times the decoder's loop, forward and gradient, with each of the generator's cells: fused, and step by step in " +
      'operations of the same back end, in turn',
  )
  .argument('[workloads...]', 'default: lorenz', workloadNames)
  .addOption(
    new Option('--backend <name>', 'who computes')
      .choices(BACKENDS.filter((name) => name !== 'js'))
      .default('native'),
  )
  .option('--threads <n>', 'of every back end but wasm-1', count, availableParallelism())
  .option('--seconds <s>', 'of each measurement', positive, 1)
  .option('--rounds <n>', 'alternations', count, 3)
  .option('--json', 'end with one JSON line')
  .action(async (workloads: string[], options: CellsOptions) => {
    const { backend, threads, json } = options;
    Object.assign(process.env, backendEnvironment(backend, threads));
    await initCpuBackend();
    const results: CellResult[] = [];
    for (const workload of orAll(workloads, ['lorenz'])) {
      for (const cell of CELLS) results.push(await timeCell(workload, cell, options));
    }
    const { engine, instructionSet, threads: used } = describeCpuBackend();
    console.log(`${engine}, ${instructionSet}, threads: ${used}`);
    console.log(cellsTable(results));
    if (json) console.log(JSON.stringify({ backend, threads: used, results }));
  });

async function timeCell(
  workload: string,
  cell: DecoderCell,
  { seconds, rounds }: CellsOptions,
): Promise<CellResult> {
  tf.engine().startScope();
  const { run } = decoder(findWorkload(workload), cell);
  const fused = () => tf.tidy(run);
  const composite = () => withCompositeOps(fused);
  for (const pass of [fused, composite]) warmUp(pass, seconds);
  const time = (pass: () => void) => () =>
    Promise.resolve(Math.min(...timeSteps(pass, seconds).times));
  const [fusedTimes, compositeTimes] = await alternate(rounds, [time(fused), time(composite)]);
  tf.engine().endScope();
  const timing = (ms: number) => ({ median_ms: ms });
  return {
    workload,
    cell,
    fused_ms: Math.min(...fusedTimes!),
    composite_ms: Math.min(...compositeTimes!),
    ...ratioOf(fusedTimes!.map(timing), compositeTimes!.map(timing)),
  };
}

const cellsTable = (results: readonly CellResult[]) =>
  textTable(
    ['workload', 'cell', 'fused ms', 'step by step ms', 'ratio (range)'],
    results.map((r) => [
      r.workload,
      r.cell,
      r.fused_ms.toFixed(2),
      r.composite_ms.toFixed(1),
      `${r.ratio_median.toFixed(1)} (${r.ratio_min.toFixed(1)}–${r.ratio_max.toFixed(1)})`,
    ]),
  );
