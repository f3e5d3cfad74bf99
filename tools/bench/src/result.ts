import { ratioOf, type Ratio } from './alternate.js';
import type { BackendName } from './backends.js';
import type { Mode } from './flops.js';
import type { Measured, SteadyState } from './measurement.js';
import type { StepProfile } from './profile-steps.js';
import { median } from './statistics.js';
import type { Timing } from './timed-command.js';

/** A peer beside ours in the same rounds. */
export interface PeerResult extends Ratio {
  command: string;
  median_ms: number;
  min_ms: number;
  /** NaN (null in JSON) if the peer does not say. */
  peak_rss_mb: number;
}

export interface Result {
  workload: string;
  backend: BackendName;
  mode: Mode;
  median_ms: number;
  min_ms: number;
  max_ms: number;
  gflops: number;
  sgemm_peak_gflops: number;
  sgemm_peak_size: number | null;
  peak_share: number;
  peak_rss_mb: number;
  engine: string;
  instruction_set: string;
  threads: number;
  rounds: number;
  runs: number;
  steady: SteadyState;
  /** Of the last round. */
  profile?: StepProfile;
  /** The first peer. */
  against?: PeerResult;
  /** All peers. */
  peers?: PeerResult[];
}

/** Medians over the rounds' medians; least, greatest and memory of all rounds. */
export function resultOf(
  what: { workload: string; backend: BackendName; mode: Mode },
  rounds: readonly Measured[],
  peers: readonly { command: string; rounds: readonly Timing[] }[] = [],
): Result {
  const of = (pick: (run: Measured) => number) => median(rounds.map(pick));
  const last = rounds.at(-1)!;
  const { engine, instruction_set, threads, sgemm_peak_size, steady, profile } = last;
  const against = peers.map((peer) => peerResult(peer.command, rounds, peer.rounds));
  return {
    ...what,
    median_ms: of((run) => run.median_ms),
    min_ms: Math.min(...rounds.map((run) => run.min_ms)),
    max_ms: Math.max(...rounds.map((run) => run.max_ms)),
    gflops: of((run) => run.gflops),
    sgemm_peak_gflops: of((run) => run.sgemm_peak_gflops ?? NaN),
    sgemm_peak_size,
    peak_share: of((run) => run.peak_share ?? NaN),
    peak_rss_mb: Math.max(...rounds.map((run) => run.peak_rss_mb)),
    engine,
    instruction_set,
    threads,
    rounds: rounds.length,
    runs: rounds.reduce((sum, { runs }) => sum + runs, 0),
    steady,
    ...(profile && { profile }),
    ...(against.length > 0 && { against: against[0]!, peers: against }),
  };
}

function peerResult(
  command: string,
  ours: readonly Measured[],
  theirs: readonly Timing[],
): PeerResult {
  return {
    command,
    ...ratioOf(ours, theirs),
    median_ms: median(theirs.map(({ median_ms }) => median_ms)),
    min_ms: Math.min(...theirs.map(({ min_ms }) => min_ms)),
    peak_rss_mb: Math.max(...theirs.map(({ peak_rss_mb }) => peak_rss_mb ?? NaN)),
  };
}
