import { LfadsError } from '@lfads/core';

/** Every error of this package, and when it is raised. The README's list is this table. */
export const DATA_ERRORS = {
  LFADS_DATA_NO_FILES: 'The pattern in `datafile_pattern` matches no file.',
  LFADS_DATA_FILE_NOT_FOUND: 'A file that was asked for by name is not there.',
  LFADS_DATA_NOT_HDF5: 'The file is not an HDF5 file.',
  LFADS_DATA_UNREADABLE:
    'The file is HDF5 but damaged, cut short, or uses a filter that is not built in.',
  LFADS_DATA_MISSING_KEY: 'A dataset that is needed is not in the file.',
  LFADS_DATA_WRONG_TYPE: 'A dataset holds something other than the numbers it should hold.',
  LFADS_DATA_WRONG_RANK: 'A dataset has the wrong number of axes.',
  LFADS_DATA_NO_TRIALS: 'A dataset has no trials, no time steps or no channels.',
  LFADS_DATA_SHAPE_MISMATCH: 'Two datasets of a file that must agree in an axis do not.',
  LFADS_DATA_NOT_FINITE: 'A dataset holds NaN or infinite values where they are not allowed.',
  LFADS_DATA_SUPPORT:
    'The data are outside what the reconstruction is defined on, e.g. negative counts.',
  LFADS_DATA_PRECISION: 'A 64-bit integer is too large to be held exactly as a float.',
  LFADS_DATA_BATCH_SIZE: 'The batch size leaves a session without a single full training batch.',
  LFADS_DATA_OPTIONS: 'Options of the data module contradict each other or the data.',
  LFADS_DATA_DUPLICATE_SESSION:
    'Two data files have the same stem, so their outputs would overwrite each other.',
  LFADS_DATA_WRITE_FAILED: 'A file could not be written.',
} as const satisfies Record<`LFADS_DATA_${string}`, string>;

export type DataErrorCode = keyof typeof DATA_ERRORS;

export const dataError = (code: DataErrorCode, message: string, hint?: string): LfadsError =>
  new LfadsError(code, message, hint);
