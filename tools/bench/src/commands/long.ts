import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { alternate, ratioOf, type Ratio } from '../alternate.js';
import { count, counts, orAll, positive, workloadName } from '../arguments.js';
import { BACKENDS, type BackendName } from '../backends.js';
import { measure, type Measured } from '../measurement.js';
import { median } from '../statistics.js';
import { textTable } from '../text-table.js';
import { findWorkload } from '../workloads.js';

interface LongOptions {
  workload: string;
  trials: number;
  seconds: number;
  rounds: number;
  threads: number;
  backend: BackendName;
  json?: boolean;
}

interface LongResult {
  steps: number;
  gradient_checkpointing: boolean;
  median_ms: number;
  kept_mb: number;
  peak_rss_mb: number;
  /** Time with checkpointing over time without. */
  slower?: Ratio;
}

const STEPS = [125, 250, 500, 1000, 2000];

export const longCommand = new Command('long')
  .description(
    'a training step over long trials without model.gradient_checkpointing and with it, in turn: time, peak memory, ' +
      'and what the kernels keep for the gradient',
  )
  .argument('[steps...]', `time steps of a trial; default: ${STEPS.join(' ')}`, counts)
  .option(
    '--workload <name>',
    'whose sizes, but for trials and steps',
    workloadName,
    'mc_maze_large',
  )
  .option('--trials <n>', 'trials of a batch', count, 64)
  .option('--seconds <s>', 'timed seconds of a measurement', positive, 2)
  .option('--rounds <n>', 'alternations', count, 3)
  .option('--threads <n>', 'of every back end but wasm-1 and js', count, availableParallelism())
  .addOption(new Option('--backend <name>').choices(BACKENDS).default('native'))
  .option('--json', 'end with one JSON line')
  .action(async (steps: number[], options: LongOptions) => {
    const results: LongResult[] = [];
    for (const n of orAll(steps, STEPS)) results.push(...(await measureBoth(n, options)));
    console.log(longTable(results));
    if (options.json) console.log(JSON.stringify({ results }));
  });

async function measureBoth(
  steps: number,
  { workload: name, trials, seconds, rounds, threads, backend }: LongOptions,
): Promise<LongResult[]> {
  const sizes = { batch: [trials], encodSeqLen: steps, reconSeqLen: steps };
  const workload = { ...findWorkload(name), ...sizes };
  const time = (gradientCheckpointing: boolean) => () =>
    measure(backend, threads, {
      workload,
      mode: 'train',
      seconds,
      peakSeconds: 0,
      gradientCheckpointing,
    });
  const [without, with_] = (await alternate(rounds, [time(false), time(true)])) as [
    Measured[],
    Measured[],
  ];
  const result = (gradient_checkpointing: boolean, runs: readonly Measured[]): LongResult => ({
    steps,
    gradient_checkpointing,
    median_ms: median(runs.map(({ median_ms }) => median_ms)),
    kept_mb: runs[0]!.kept_mb,
    peak_rss_mb: Math.max(...runs.map(({ peak_rss_mb }) => peak_rss_mb)),
  });
  return [result(false, without), { ...result(true, with_), slower: ratioOf(without, with_) }];
}

const longTable = (results: readonly LongResult[]) =>
  textTable(
    ['steps', 'checkpointing', 'kept MB', 'peak MB', 'median ms', 'time on / off (range)'],
    results.map((r) => [
      `${r.steps}`,
      r.gradient_checkpointing ? 'on' : 'off',
      r.kept_mb.toFixed(1),
      r.peak_rss_mb.toFixed(0),
      r.median_ms.toFixed(1),
      r.slower
        ? `${r.slower.ratio_median.toFixed(2)} (${r.slower.ratio_min.toFixed(2)}–${r.slower.ratio_max.toFixed(2)})`
        : '',
    ]),
  );
