import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { alternate, timedCommand, type Ratio, type Timing } from './alternate.js';
import { median } from './statistics.js';
import { findWorkload, WORKLOADS } from './workloads.js';

interface Measured extends Timing {
  gflops: number;
  peak_share: number;
  runs: number;
  engine: string;
}

interface Result {
  workload: string;
  backend: string;
  mode: string;
  median_ms: number;
  min_ms: number;
  gflops: number;
  peak_share: number;
  peak_rss_mb: number;
  against?: Ratio & { median_ms: number; peak_rss_mb: number };
}

interface BenchOptions {
  backend: string[];
  mode: string[];
  threads: string;
  seconds: string;
  rounds: string;
  against?: string;
  json?: boolean;
}

const command = new Command('bench')
  .description(
    'Times one training step and posterior-mean inference, in a process of its own each.',
  )
  .argument('[workloads...]', `any of ${WORKLOADS.map(({ name }) => name).join(', ')}`)
  .addOption(
    new Option('--backend <names...>', 'CPU engines')
      .choices(['native', 'wasm', 'js'])
      .default(['native', 'wasm']),
  )
  .addOption(new Option('--mode <modes...>').choices(['train', 'infer']).default(['train']))
  .option('--threads <n>', 'threads of the native engine', '2')
  .option('--seconds <s>', 'timed seconds per measurement', '8')
  .option('--rounds <n>', 'measurements (and alternations with --against)', '3')
  .option(
    '--against <command>',
    "a peer's shell command, {workload} filled in, that prints one JSON line with median_ms",
  )
  .option('--json', 'end with one JSON line')
  .parse();
const options = command.opts<BenchOptions>();
const workloads = command.args.length > 0 ? command.args : ['lorenz', 'mc_maze', 'mc_maze_large'];

function summary(workload: string, backend: string, mode: string, runs: Measured[]): Result {
  const of = (pick: (run: Measured) => number) => median(runs.map(pick));
  return {
    workload,
    backend,
    mode,
    median_ms: of((run) => run.median_ms),
    min_ms: Math.min(...runs.map((run) => run.min_ms)),
    gflops: of((run) => run.gflops),
    peak_share: of((run) => run.peak_share),
    peak_rss_mb: Math.max(...runs.map((run) => run.peak_rss_mb)),
  };
}

async function measure(workload: string, backend: string, mode: string): Promise<Result> {
  const script = fileURLToPath(new URL('./measure.js', import.meta.url));
  const args = [script, workload, mode, options.seconds];
  const env = { ...process.env, LFADS_CPU: backend, LFADS_THREADS: options.threads };
  const ours = () => timedCommand<Measured>(process.execPath, args, { env });
  const rounds = Number(options.rounds);
  if (!options.against) {
    const runs: Measured[] = [];
    for (let round = 0; round < rounds; round++) runs.push(await ours());
    return summary(workload, backend, mode, runs);
  }
  const peer = options.against.replaceAll('{workload}', workload);
  const theirs = () => timedCommand(peer, [], { shell: true });
  const both = await alternate(rounds, ours, theirs);
  return {
    ...summary(workload, backend, mode, both.ours),
    against: {
      ...both.ratio,
      median_ms: median(both.theirs.map((timing) => timing.median_ms)),
      peak_rss_mb: Math.max(...both.theirs.map((timing) => timing.peak_rss_mb)),
    },
  };
}

const unknown = workloads.filter((name) => !WORKLOADS.some((w) => w.name === name));
if (unknown.length > 0) {
  console.error(
    `Unknown workload: ${unknown.join(', ')}. There are: ${WORKLOADS.map((w) => w.name).join(', ')}.`,
  );
  process.exit(2);
}

const table = new Table({
  head: [
    'workload',
    'backend',
    'mode',
    'median ms',
    'min ms',
    'GFLOP/s',
    'of peak',
    'MB',
    'peer ms',
    'ratio (range)',
  ],
  style: { head: [], border: [] },
});
const results: Result[] = [];
for (const workload of workloads.map((name) => findWorkload(name).name)) {
  for (const backend of options.backend) {
    for (const mode of options.mode) {
      const result = await measure(workload, backend, mode);
      results.push(result);
      const peer = result.against;
      table.push([
        workload,
        backend,
        mode,
        result.median_ms.toFixed(1),
        result.min_ms.toFixed(1),
        result.gflops.toFixed(0),
        `${(100 * result.peak_share).toFixed(0)} %`,
        result.peak_rss_mb.toFixed(0),
        peer ? peer.median_ms.toFixed(1) : '',
        peer
          ? `${peer.ratio_median.toFixed(2)} (${peer.ratio_min.toFixed(2)}-${peer.ratio_max.toFixed(2)})`
          : '',
      ]);
      process.stderr.write(`${workload} ${backend} ${mode}: ${result.median_ms.toFixed(1)} ms\n`);
    }
  }
}
console.log(table.toString());
if (options.json) console.log(JSON.stringify({ results }));
