import { resolve } from 'node:path';
import { complete, readArguments, USAGE } from './choices.js';
import { namesOf } from './names.js';
import { scaffold } from './scaffold.js';
import { UsageError } from './usage-error.js';

export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** Whether a person can be asked. */
  terminal: boolean;
  cwd: string;
}

const processIo = (): Io => ({
  out: (text) => console.log(text),
  err: (text) => console.error(text),
  terminal: process.stdin.isTTY === true && process.stdout.isTTY === true,
  cwd: process.cwd(),
});

/**
 * The `create-lfads-plugin` command.
 *
 * @returns the exit code: 0 done, 2 something is wrong with the input
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  try {
    const given = readArguments(argv);
    if (given === undefined) {
      io.out(USAGE);
      return 0;
    }
    const { folder, kind } = await complete(given, io.terminal);
    const names = namesOf(folder);
    scaffold(resolve(io.cwd, folder), kind, names);
    io.out(nextSteps(folder, names.package));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(error.message);
    return 2;
  }
}

const nextSteps = (folder: string, name: string): string => `${name} is in ${folder}. Go on with

  cd ${folder}
  npm install
  npm test

and read its README.md.`;
