import { CpuBackendError } from '@lfads/backend-cpu';
import { ConfigError, formatConfigError } from '@lfads/config';
import { LfadsError } from '@lfads/core';
import { ExitCode } from './exit-codes.js';
import type { Io } from './io.js';

export interface ReportOptions {
  /** Shows the stack of an unexpected error. */
  debug: boolean;
  /** Reports the error as one line of JSON on `out` too. */
  json: boolean;
}

/** Tells the user what went wrong, without a stack trace unless asked, and gives the exit code. */
export function reportError(error: unknown, io: Io, { debug, json }: ReportOptions): ExitCode {
  const { code, text, exitCode } = describe(error, io, debug);
  io.err(`${text}\n`);
  if (json) io.out(JSON.stringify({ event: 'error', code, message: text }));
  return exitCode;
}

function describe(error: unknown, io: Io, debug: boolean) {
  if (error instanceof ConfigError) {
    const text = formatConfigError(error, io.cwd);
    return { code: error.code, text, exitCode: ExitCode.badInput };
  }
  if (error instanceof LfadsError) {
    const lines = [error.message, ...(error.hint === undefined ? [] : [error.hint])];
    const body = lines.join('\n').replaceAll(/^(?=.)/gm, '  ');
    return { code: error.code, text: `${error.code}\n${body}`, exitCode: ExitCode.badInput };
  }
  if (error instanceof CpuBackendError) {
    return { code: error.code, text: error.message, exitCode: ExitCode.badInput };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const text = debug
    ? (stack ?? message)
    : `Unexpected error: ${message}\n  This is a fault in lfads. Run again with --debug for the stack trace.`;
  return { code: 'LFADS_UNEXPECTED', text, exitCode: ExitCode.unexpected };
}
