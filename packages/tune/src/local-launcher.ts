import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import {
  defineLauncher,
  type Job,
  JOB_COMMAND,
  type JobCommand,
  type JobResult,
  type Launcher,
} from '@lfads/core';
import { z } from 'zod';
import { jobResult } from './job-result.js';

export interface LocalLauncherOptions {
  command: (job: Job) => JobCommand;
  /** Jobs at a time; default: as many as there are cores. */
  slots?: number;
  /** Threads of each job; default: the cores shared out among the slots. */
  threads?: number;
}

/** How much of what a job said on standard error is kept, in characters. */
const KEPT = 2000;

/** Each job is a process of its own on this machine, so that one that fails takes no other with it. */
export class LocalLauncher implements Launcher {
  readonly slots: number;
  private readonly command: (job: Job) => JobCommand;
  private readonly threads: number;

  constructor({ command, slots, threads }: LocalLauncherOptions) {
    const cores = availableParallelism();
    this.command = command;
    this.slots = slots ?? cores;
    this.threads = threads ?? Math.max(1, Math.floor(cores / this.slots));
  }

  async launch(job: Job, signal: AbortSignal): Promise<JobResult> {
    if (signal.aborted) return { ok: false, reason: 'It was not begun.' };
    const { argv, cwd } = this.command(job);
    const [program, ...args] = argv;
    const child = spawn(program!, args, {
      cwd,
      env: { ...process.env, LFADS_THREADS: String(this.threads) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // Ctrl-C reaches it once, by the signal below
      windowsHide: true,
    });
    const stop = () => void child.kill('SIGINT');
    signal.addEventListener('abort', stop, { once: true });
    try {
      const ended = once(child, 'close') as Promise<[number | null, string | null]>;
      const [[code, killedBy], line, said] = await Promise.all([
        ended,
        lastLine(child.stdout),
        end(child.stderr),
      ]);
      const how = killedBy === null ? `with exit code ${code}` : `by ${killedBy}`;
      return jobResult(line, `It ended ${how} and said:\n${said.trim()}`);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}

async function lastLine(stream: Readable): Promise<string> {
  let last = '';
  for await (const line of createInterface({ input: stream })) last = line;
  return last;
}

async function end(stream: Readable): Promise<string> {
  let text = '';
  for await (const part of stream.setEncoding('utf8')) text = (text + part).slice(-KEPT);
  return text;
}

export const LOCAL_LAUNCHER = '@lfads/tune/LocalLauncher';

export const localLauncher = defineLauncher({
  target: LOCAL_LAUNCHER,
  summary: 'Runs the trainings of a sweep in processes of this machine; the default.',
  docs: `Small models train faster one thread each, side by side, than one after the other on all cores: by default
there are as many slots as cores. Fewer slots leave more threads, and memory, to each.`,
  example: { slots: 2, threads: 1 },
  options: z.object({
    slots: z
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe('trainings at a time; null: as many as there are cores'),
    threads: z
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe('threads of each; null: the cores shared out among the slots'),
  }),
  create: ({ slots, threads }, context) =>
    new LocalLauncher({
      command: (job) => context.resolve(JOB_COMMAND)(job),
      ...(slots !== null && { slots }),
      ...(threads !== null && { threads }),
    }),
});
