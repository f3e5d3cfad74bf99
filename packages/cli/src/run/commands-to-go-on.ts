/** What to type to go on with an interrupted training; it needs the plugins that it was started with. */
export const resumeCommand = (run: string, plugins: readonly string[]): string =>
  ['lfads train --resume', quoted(run), ...pluginOptions(plugins)].join(' ');

/** What to type to sample a run's posteriors (again). */
export const sampleCommandLine = (run: string, plugins: readonly string[]): string =>
  ['lfads sample', quoted(run), ...pluginOptions(plugins)].join(' ');

/** What to type to go on with a sweep; it keeps its plugins itself. */
export const sweepCommand = (sweep: string): string =>
  `lfads train --multirun --resume ${quoted(sweep)}`;

const pluginOptions = (plugins: readonly string[]) =>
  plugins.map((plugin) => `--plugin ${quoted(plugin)}`);

const quoted = (path: string): string =>
  /^[\w./@:=+,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
