import type { ExitCode } from './exit-codes.js';
import type { Io } from './io.js';

/** What every command gets. */
export interface CliContext {
  readonly io: Io;
  /** Sets what the process will exit with; without a call that is 0. */
  exitWith(code: ExitCode): void;
}
