import { isAbsolute, relative, sep } from 'node:path';

/** A path relative to `cwd` where it lies inside, else as it is. */
export const shortPath = (file: string, cwd: string): string => {
  const short = relative(cwd, file);
  return short === '..' || short.startsWith(`..${sep}`) || isAbsolute(short) ? file : short;
};
