import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../main.js';

export interface Ran {
  exitCode: number;
  out: string;
  err: string;
}

export interface Workplace {
  cwd: string;
  path(...parts: string[]): string;
  /** Runs the command line in `cwd`. `interruptOn` stops it, as Ctrl-C does, at the first output that matches. */
  lfads(argv: readonly string[], interruptOn?: RegExp): Promise<Ran>;
  remove(): void;
}

/** A folder of its own to run `lfads` in, with captured output. */
export function workplace(): Workplace {
  const cwd = mkdtempSync(join(tmpdir(), 'lfads-cli-'));
  return {
    cwd,
    path: (...parts) => join(cwd, ...parts),
    async lfads(argv, interruptOn) {
      let out = '';
      let err = '';
      let interrupt = () => {};
      const exitCode = await main(argv, {
        out(text) {
          out += `${text}\n`;
          if (interruptOn?.test(text)) interrupt();
        },
        err: (text) => void (err += text),
        terminal: false,
        cwd,
        onInterrupt(listener) {
          interrupt = listener;
          return () => void (interrupt = () => {});
        },
      });
      return { exitCode, out, err };
    },
    remove: () => rmSync(cwd, { recursive: true }),
  };
}

/** The JSON lines of an output. */
export const jsonLines = (out: string): Record<string, unknown>[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
