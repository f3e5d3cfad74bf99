/** What the process says to its caller. */
export const ExitCode = {
  ok: 0,
  /** A fault of ours: worth a bug report. */
  unexpected: 1,
  /** A fault in what the user gave: config, data, options. */
  badInput: 2,
  /** Trainings of a sweep failed; the others are done. */
  jobsFailed: 3,
  /** Stopped by Ctrl-C, with a checkpoint saved. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
