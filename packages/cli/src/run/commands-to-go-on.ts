/** What to type to go on with an interrupted training. */
export const resumeCommand = (run: string): string => `lfads train --resume ${quoted(run)}`;

/** What to type to sample a run's posteriors (again). */
export const sampleCommandLine = (run: string): string => `lfads sample ${quoted(run)}`;

const quoted = (path: string): string =>
  /^[\w./@:=+,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
