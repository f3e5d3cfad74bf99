import type { Result } from './result.js';
import { percent, textTable } from './text-table.js';

/** One line a result. */
export function resultsTable(results: readonly Result[]): string {
  return textTable(
    [
      'workload',
      'back end',
      'mode',
      'median ms',
      'min–max ms',
      'GFLOP/s',
      'sgemm peak',
      'of peak',
      'peak MB',
    ],
    results.map((r) => [
      r.workload,
      `${r.backend} (${r.instruction_set}, ${r.threads})`,
      r.mode,
      r.median_ms.toFixed(1),
      `${r.min_ms.toFixed(1)}–${r.max_ms.toFixed(1)}`,
      r.gflops.toFixed(1),
      r.sgemm_peak_gflops.toFixed(1),
      percent(r.peak_share),
      r.peak_rss_mb.toFixed(0),
    ]),
  );
}

/** One line a result and peer. */
export function peersTable(results: readonly Result[]): string {
  const commands = [...new Set(results.flatMap((r) => r.peers!.map(({ command }) => command)))];
  const table = textTable(
    [
      'workload',
      'back end',
      'mode',
      'peer',
      'ms',
      'peer ms',
      'peer / ours (range)',
      'MB',
      'peer MB',
    ],
    results.flatMap((r) =>
      r.peers!.map((peer) => [
        r.workload,
        r.backend,
        r.mode,
        `${commands.indexOf(peer.command) + 1}`,
        r.median_ms.toFixed(1),
        peer.median_ms.toFixed(1),
        `${peer.ratio_median.toFixed(2)} (${peer.ratio_min.toFixed(2)}–${peer.ratio_max.toFixed(2)})`,
        r.peak_rss_mb.toFixed(0),
        peer.peak_rss_mb.toFixed(0),
      ]),
    ),
  );
  return [table, ...commands.map((command, i) => `peer ${i + 1}: ${command}`)].join('\n');
}

/** What a step does to memory, in a line. */
export function steadyLine({ steady, profile }: Result): string {
  const allocated = profile
    ? `, ${profile.allocated_kb.toFixed(1)} kB newly allocated for tensors`
    : '';
  return (
    `Steady state, a step: ${steady.minor_page_faults.toFixed(1)} minor page faults, ` +
    `${steady.rss_growth_kb.toFixed(1)} kB growth of resident memory${allocated}; ` +
    `new tensors over all steps: ${steady.new_tensors}.`
  );
}
