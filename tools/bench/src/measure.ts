import { describeCpuBackend, initCpuBackend } from '@lfads/backend-cpu';
import { gemmFlops } from './flops.js';
import { keptForGradients } from './kept-for-gradients.js';
import type { Measured, MeasureRequest } from './measurement.js';
import { profileSteps } from './profile-steps.js';
import { faster, sgemmPeak, type SgemmPeak } from './sgemm-peak.js';
import { median } from './statistics.js';
import { timeSteps, warmUp } from './time-steps.js';
import { workloadStep } from './workload-step.js';

const request = JSON.parse(process.argv[2] ?? '{}') as MeasureRequest;
const { workload, mode, seconds, peakSeconds, gradientCheckpointing = false } = request;
await initCpuBackend();
const step = workloadStep(workload, mode, gradientCheckpointing);

const keptBytes = keptForGradients(step);
const before = peak();
warmUp(step, seconds);
const { times, steady } = timeSteps(step, seconds);
const peakRss = process.resourceUsage().maxRSS / 1024;
const profile = request.profile ? profileSteps(step, seconds) : undefined;
const after = peak(); // last: its matrices push the steps' memory out of the pool
const best = before && after ? faster(before, after) : null;
const medianMs = median(times);
const gflops = gemmFlops(workload, mode) / medianMs / 1e6;
const { engine, instructionSet, threads } = describeCpuBackend();
const measured: Measured = {
  engine,
  instruction_set: instructionSet,
  threads,
  median_ms: medianMs,
  min_ms: Math.min(...times),
  max_ms: Math.max(...times),
  runs: times.length,
  gflops,
  sgemm_peak_gflops: best && best.gflops,
  sgemm_peak_size: best && best.size,
  peak_share: best && gflops / best.gflops,
  peak_rss_mb: peakRss,
  kept_mb: keptBytes / 2 ** 20,
  steady,
  ...(profile && { profile }),
};
console.log(JSON.stringify(measured));

function peak(): SgemmPeak | null {
  return peakSeconds > 0 ? sgemmPeak(peakSeconds) : null;
}
