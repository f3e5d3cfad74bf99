import { Command, Option } from 'commander';
import { counts, orAll, positive } from '../arguments.js';
import { BACKENDS, type BackendName } from '../backends.js';
import { gemmFlops } from '../flops.js';
import { measure } from '../measurement.js';
import { cliffs } from '../scaling/cliffs.js';
import { AXES, sizedWorkload, type Axis } from '../scaling/sizes.js';
import { textTable } from '../text-table.js';

interface ScalingOptions {
  axis: Axis[];
  sizes?: number[];
  threads: number[];
  backend: BackendName;
  seconds: number;
  json?: boolean;
}

interface ScalingResult {
  axis: Axis;
  size: number;
  threads: number;
  median_ms: number;
  /** Microseconds per trial and time step. */
  us_per_bin: number;
  /** Milliseconds per billion operations in products. */
  ms_per_gflop: number;
  peak_rss_mb: number;
  cliff: boolean;
}

const axes = Object.keys(AXES) as Axis[];

export const scalingCommand = new Command('scaling')
  .description('a training step from small to large sizes, per unit of work, so that cliffs show')
  .addOption(new Option('--axis <names...>', 'what grows').choices(axes).default(axes))
  .option('--sizes <n...>', "instead of the axis's own", counts)
  .option('--threads <n...>', 'numbers of threads; default: 1 and 2', counts)
  .addOption(new Option('--backend <name>').choices(BACKENDS).default('native'))
  .option('--seconds <s>', 'timed seconds of each size', positive, 0.7)
  .option('--json', 'end with one JSON line')
  .action(async (options: ScalingOptions) => {
    const results: ScalingResult[] = [];
    for (const axis of options.axis) {
      for (const threads of orAll(options.threads ?? [], [1, 2])) {
        results.push(...(await measureAxis(axis, threads, options)));
      }
      console.log(axisTable(axis, results));
    }
    if (options.json) console.log(JSON.stringify({ results }));
  });

async function measureAxis(
  axis: Axis,
  threads: number,
  { backend, seconds, sizes = [] }: ScalingOptions,
): Promise<ScalingResult[]> {
  const results: ScalingResult[] = [];
  for (const size of orAll(sizes, AXES[axis])) {
    const workload = sizedWorkload(axis, size);
    const request = { workload, mode: 'train' as const, seconds, peakSeconds: 0 };
    const { median_ms, peak_rss_mb } = await measure(backend, threads, request);
    const bins = workload.batch[0]! * workload.reconSeqLen;
    results.push({
      axis,
      size,
      threads,
      median_ms,
      us_per_bin: (1000 * median_ms) / bins,
      ms_per_gflop: (1e9 * median_ms) / gemmFlops(workload, 'train'),
      peak_rss_mb,
      cliff: false,
    });
  }
  const flags = cliffs(results.map(({ size, ms_per_gflop }) => ({ size, unit: ms_per_gflop })));
  return results.map((result, i) => ({ ...result, cliff: flags[i]! }));
}

const axisTable = (axis: Axis, results: readonly ScalingResult[]) =>
  textTable(
    [axis, 'threads', 'median ms', 'us per trial and bin', 'ms per GFLOP', 'peak MB', ''],
    results
      .filter((result) => result.axis === axis)
      .map((r) => [
        `${r.size}`,
        `${r.threads}`,
        r.median_ms.toFixed(2),
        r.us_per_bin.toFixed(3),
        r.ms_per_gflop.toFixed(2),
        r.peak_rss_mb.toFixed(0),
        r.cliff ? 'cliff' : '',
      ]),
  );
