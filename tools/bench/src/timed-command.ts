import { spawn } from 'node:child_process';

/** What a timed process prints as its last line of JSON; a peer's may hold more, or no memory. */
export interface Timing {
  median_ms: number;
  min_ms: number;
  peak_rss_mb: number;
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
