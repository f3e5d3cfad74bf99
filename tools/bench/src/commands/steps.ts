import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { alternate } from '../alternate.js';
import { count, orAll, positive, workloadNames } from '../arguments.js';
import { BACKENDS, type BackendName } from '../backends.js';
import type { Mode } from '../flops.js';
import { measure, type Measured } from '../measurement.js';
import { peerCommand } from '../peer-command.js';
import { profileTable } from '../profile-table.js';
import { resultOf, type Result } from '../result.js';
import { peersTable, resultsTable, steadyLine } from '../result-tables.js';
import { timedCommand, type Timing } from '../timed-command.js';
import { findWorkload, WORKLOADS } from '../workloads.js';

interface StepsOptions {
  backend: BackendName[];
  mode: Mode[];
  threads: number;
  seconds: number;
  rounds: number;
  against: string[];
  profile?: boolean;
  json?: boolean;
}

/** Most seconds of matrix products on either side of the timed steps. */
const PEAK_SECONDS = 0.6;

const names = WORKLOADS.map(({ name }) => name);

export const stepsCommand = new Command('steps')
  .description('times training steps and posterior-mean inference, each in a process of its own')
  .argument('[workloads...]', `of ${names.join(', ')}; default: all`, workloadNames)
  .addOption(new Option('--backend <names...>', 'who computes').choices(BACKENDS).default(BACKENDS))
  .addOption(
    new Option('--mode <modes...>').choices(['train', 'infer']).default(['train', 'infer']),
  )
  .option('--threads <n>', 'of every back end but wasm-1 and js', count, availableParallelism())
  .option('--seconds <s>', 'timed seconds of a measurement', positive, 3)
  .option('--rounds <n>', 'measurements (and alternations with the peers)', count, 3)
  .option(
    '--against <command>',
    "a peer's shell command that prints one JSON line with median_ms, min_ms and peak_rss_mb; {workload} stands for " +
      "the workload's name, {infer} for --infer in that mode; may be given again for one more peer",
    (command: string, before: string[]) => [...before, command],
    [],
  )
  .option('--profile', "where a step's time goes, kernel by kernel and outside kernels")
  .option('--json', 'end with one JSON line')
  .action(async (workloads: string[], options: StepsOptions) => {
    const results: Result[] = [];
    for (const workload of orAll(workloads, names)) {
      for (const mode of options.mode) {
        for (const backend of options.backend) {
          const result = await timeAll(workload, mode, backend, options);
          results.push(result);
          const { median_ms } = result;
          process.stderr.write(`${workload} ${mode} ${backend}: ${median_ms.toFixed(1)} ms\n`);
        }
      }
    }
    print(results);
    if (options.json) console.log(JSON.stringify({ results }));
  });

async function timeAll(
  workload: string,
  mode: Mode,
  backend: BackendName,
  { threads, seconds, rounds, against, profile = false }: StepsOptions,
): Promise<Result> {
  const request = {
    workload: findWorkload(workload),
    mode,
    seconds,
    peakSeconds: Math.min(PEAK_SECONDS, seconds),
    profile,
  };
  const ours = () => measure(backend, threads, request);
  const peers = against.map((template) => peerCommand(template, workload, mode));
  const timings = await alternate<Timing>(rounds, [
    ours,
    ...peers.map((command) => () => timedCommand(command, [], { shell: true })),
  ]);
  const [own, ...others] = timings;
  return resultOf(
    { workload, backend, mode },
    own as Measured[],
    others.map((timing, i) => ({ command: against[i]!, rounds: timing })),
  );
}

function print(results: readonly Result[]): void {
  for (const result of results) {
    if (!result.profile) continue;
    console.log(`\n${result.workload}, ${result.mode}, ${result.backend}`);
    console.log(profileTable(result.profile));
    console.log(steadyLine(result));
  }
  console.log(`\n${resultsTable(results)}`);
  if (results.some(({ peers }) => peers)) console.log(`\n${peersTable(results)}`);
}
