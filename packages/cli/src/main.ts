import { CommanderError } from 'commander';
import { ExitCode } from './exit-codes.js';
import type { Io } from './io.js';
import { asksForHelp, needsPlugins, pluginsAskedFor } from './plugin-commands/needs-plugins.js';
import { addCommandsOfPlugins, createProgram } from './program.js';
import { reportError, type ReportOptions } from './report-error.js';

/**
 * Runs the `lfads` command.
 * @param argv the words after `lfads`
 * @returns the exit code; never throws
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.ok;
  let report: ReportOptions = { debug: argv.includes('--debug'), json: argv.includes('--json') };
  const context = { io, exitWith: (code: ExitCode) => void (exitCode = code) };
  const program = createProgram(context);
  program.hook('preAction', (_, command) => {
    const { debug, json } = command.optsWithGlobals<Partial<ReportOptions>>();
    report = { debug: debug === true, json: json === true };
  });
  try {
    if (needsPlugins(argv, program)) {
      const adding = addCommandsOfPlugins(program, context, pluginsAskedFor(argv));
      await (asksForHelp(argv) ? adding.catch((error) => reportError(error, io, report)) : adding);
    }
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? ExitCode.ok : ExitCode.badInput;
    }
    return reportError(error, io, report);
  }
}
