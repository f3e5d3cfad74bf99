/** Every code that this package's own errors carry, with what it means. The README's table is tested against it. */
export const CLI_ERROR_CODES = {
  LFADS_COMMAND_OPTIONS: 'The options of a command of a plugin are wrong.',
  LFADS_COMMAND_TAKEN: 'A plugin claims a command that lfads has itself.',
  LFADS_EXPORT_EXISTS: 'A file to be written by lfads export is there already.',
  LFADS_IMPORT_CONFIG: 'Parameters are imported without a config that they belong to.',
  LFADS_IMPORT_FILE: 'A file of parameters to import cannot be read.',
  LFADS_PLUGIN_BAD_EXPORT: 'A plugin was found, but its default export is no plugin.',
  LFADS_PLUGIN_FAILED: 'A plugin was found, but loading it failed.',
  LFADS_PLUGIN_NOT_FOUND: 'A plugin of the project file or of --plugin cannot be found.',
  LFADS_RUN_FOLDER_TAKEN: 'The folder for a new run is not empty.',
  LFADS_RUN_NOT_FOUND: 'The folder that was given is not the folder of a run.',
  LFADS_RUN_SETTINGS: "A setting of the run itself is wrong, such as the config's seed.",
  LFADS_SWEEP_NOT_FOUND: 'The folder that was given is not the folder of a sweep.',
  LFADS_SWEEP_OPTIONS: 'An option of lfads train cannot be given with --multirun.',
  LFADS_UNEXPECTED: 'A fault of lfads itself; --debug shows where.',
} as const;

export type CliErrorCode = keyof typeof CLI_ERROR_CODES;
