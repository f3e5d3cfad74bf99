import { fileURLToPath } from 'node:url';
import { backendEnvironment, type BackendName } from './backends.js';
import type { Mode } from './flops.js';
import type { StepProfile } from './profile-steps.js';
import { timedCommand, type Timing } from './timed-command.js';
import type { Workload } from './workloads.js';

export interface MeasureRequest {
  workload: Workload;
  mode: Mode;
  /** Of timed steps. */
  seconds: number;
  /** Of matrix products, before and again after the timed steps; 0: the peak is not measured. */
  peakSeconds: number;
  gradientCheckpointing?: boolean;
  profile?: boolean;
}

/** What steps cost beside their time, once the first ones are done: per step, but for the tensors. */
export interface SteadyState {
  minor_page_faults: number;
  rss_growth_kb: number;
  /** More tensors after all steps than before them. */
  new_tensors: number;
}

export interface Measured extends Timing {
  engine: string;
  instruction_set: string;
  threads: number;
  runs: number;
  max_ms: number;
  gflops: number;
  /** Best speed of a matrix product on this engine; null: not measured. */
  sgemm_peak_gflops: number | null;
  sgemm_peak_size: number | null;
  peak_share: number | null;
  /** Memory that the kernels of one step keep for their gradients. */
  kept_mb: number;
  steady: SteadyState;
  profile?: StepProfile;
}

const script = fileURLToPath(new URL('./measure.js', import.meta.url));

/** Measures in a process of its own. */
export function measure(
  backend: BackendName,
  threads: number,
  request: MeasureRequest,
): Promise<Measured> {
  const env = { ...process.env, ...backendEnvironment(backend, threads) };
  return timedCommand<Measured>(process.execPath, [script, JSON.stringify(request)], { env });
}
