import { spawn } from 'node:child_process';
import { median } from './statistics.js';

/** What a timed process prints as its last line of JSON; a peer's may hold more. */
export interface Timing {
  median_ms: number;
  min_ms: number;
  peak_rss_mb: number;
}

export interface Ratio {
  ratio_median: number;
  ratio_min: number;
  ratio_max: number;
}

/** Runs a command and returns the last line of its output that is a JSON object with `median_ms`. */
export async function timedCommand<T extends Timing>(
  command: string,
  args: readonly string[],
  options: { shell?: boolean; env?: NodeJS.ProcessEnv } = {},
): Promise<T> {
  const child = spawn(command, [...args], {
    shell: options.shell ?? false,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  for (const line of output.trimEnd().split('\n').reverse()) {
    const timing = parseTiming<T>(line);
    if (timing) return timing;
  }
  throw new Error(
    `"${[command, ...args].join(' ')}" (exit code ${code}) printed no JSON line with median_ms.\n` +
      errors.slice(-2000),
  );
}

function parseTiming<T extends Timing>(line: string): T | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line) as T;
    return typeof value.median_ms === 'number' ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Times ours and theirs in turn, A B A B, so that a busy minute of the machine meets both.
 * The ratio of a round is their median over ours: above 1, we are faster.
 */
export async function alternate<T extends Timing>(
  rounds: number,
  ours: () => Promise<T>,
  theirs: () => Promise<Timing>,
): Promise<{ ours: T[]; theirs: Timing[]; ratio: Ratio }> {
  const a: T[] = [];
  const b: Timing[] = [];
  for (let round = 0; round < rounds; round++) {
    a.push(await ours());
    b.push(await theirs());
  }
  const ratios = a.map((timing, i) => b[i]!.median_ms / timing.median_ms);
  return {
    ours: a,
    theirs: b,
    ratio: {
      ratio_median: median(ratios),
      ratio_min: Math.min(...ratios),
      ratio_max: Math.max(...ratios),
    },
  };
}
