import { dirname, isAbsolute, relative, sep } from 'node:path';

/** A value that a file holds. Lines and columns count from 1. */
export interface FileOrigin {
  readonly kind: 'file';
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The folder of the search path in which the file was found. */
  readonly root: string;
}

/** A value that an override gave. The column counts from 1 within its text. */
export interface OverrideOrigin {
  readonly kind: 'override';
  readonly text: string;
  readonly column: number;
}

export type Origin = FileOrigin | OverrideOrigin;

/** Where `relpath` starts: the folder that holds the config folder, or `cwd` for overrides. */
export const baseDirOf = (origin: Origin, cwd: string): string =>
  origin.kind === 'file' ? dirname(origin.root) : cwd;

/** `file` relative to `cwd` when it lies inside, else as it is. */
export const shortPath = (file: string, cwd: string): string => {
  const short = relative(cwd, file);
  return short === '..' || short.startsWith(`..${sep}`) || isAbsolute(short) ? file : short;
};

/** `configs/model/lorenz.yaml:12:10` or `override "model.fac_dim=3"`. */
export const describeOrigin = (origin: Origin, cwd: string = process.cwd()): string =>
  origin.kind === 'file'
    ? `${shortPath(origin.file, cwd)}:${origin.line}:${origin.column}`
    : `override ${JSON.stringify(origin.text)}`;
