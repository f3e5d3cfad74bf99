import { CommanderError } from 'commander';
import { ExitCode } from './exit-codes.js';
import type { Io } from './io.js';
import { createProgram } from './program.js';
import { reportError, type ReportOptions } from './report-error.js';

/**
 * Runs the `lfads` command.
 * @param argv the words after `lfads`
 * @returns the exit code; never throws
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.ok;
  let report: ReportOptions = { debug: false, json: false };
  const program = createProgram({ io, exitWith: (code) => void (exitCode = code) });
  program.hook('preAction', (_, command) => {
    const { debug, json } = command.optsWithGlobals<Partial<ReportOptions>>();
    report = { debug: debug === true, json: json === true };
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? ExitCode.ok : ExitCode.badInput;
    }
    return reportError(error, io, report);
  }
}
