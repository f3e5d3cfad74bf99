import { parseArgs } from 'node:util';
import { isCancel, select, text } from '@clack/prompts';
import { isKind, type Kind, KINDS } from './kinds.js';
import { namesOf } from './names.js';
import { UsageError } from './usage-error.js';

export interface Choices {
  folder: string;
  kind: Kind;
}

export const USAGE = `Usage: npm create lfads-plugin <folder> -- --kind <kind>

Makes a package with one part for LFADS in a new folder. Kinds:
${Object.entries(KINDS)
  .map(([kind, { words }]) => `  ${kind.padEnd(16)} a ${words}`)
  .join('\n')}`.replaceAll(' a augmentation', ' an augmentation');

/**
 * What the command line says.
 *
 * @returns undefined when it asks for help
 * @throws UsageError when it cannot be understood
 */
export function readArguments(argv: readonly string[]): Partial<Choices> | undefined {
  const { values, positionals } = parse(argv);
  if (values.help === true) return undefined;
  const [folder, ...others] = positionals;
  if (others.length > 0) {
    throw new UsageError(
      `One folder is enough; "${others.join(' ')}" is not understood.\n\n${USAGE}`,
    );
  }
  const { kind } = values;
  if (kind !== undefined && !isKind(kind)) {
    throw new UsageError(`There is no kind "${kind}".\n\n${USAGE}`);
  }
  if (folder !== undefined) namesOf(folder);
  return { ...(folder !== undefined && { folder }), ...(kind !== undefined && { kind }) };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { kind: { type: 'string', short: 'k' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/**
 * Asks for what the command line left open.
 *
 * @throws UsageError when nobody can be asked, or the questions are broken off
 */
export async function complete(given: Partial<Choices>, terminal: boolean): Promise<Choices> {
  const { folder, kind } = given;
  if (folder !== undefined && kind !== undefined) return { folder, kind };
  if (!terminal) {
    const missing = [folder === undefined && 'a folder', kind === undefined && '--kind'];
    throw new UsageError(`Give ${missing.filter(Boolean).join(' and ')}.\n\n${USAGE}`);
  }
  return { folder: folder ?? (await askFolder()), kind: kind ?? (await askKind()) };
}

const askFolder = async (): Promise<string> =>
  answered(
    await text({ message: 'What is it called?', placeholder: 'my-prior', validate: faultOf }),
  );

const faultOf = (folder: string | undefined): string | undefined => {
  try {
    namesOf(folder ?? '');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

const askKind = async (): Promise<Kind> =>
  answered(
    await select({
      message: 'What kind of part is it?',
      options: Object.entries(KINDS).map(([value, { words, contract }]) => ({
        value: value as Kind,
        label: words,
        hint: contract,
      })),
    }),
  );

function answered<Value>(answer: Value): Exclude<Value, symbol> {
  if (isCancel(answer)) throw new UsageError('Broken off; nothing was written.');
  return answer as Exclude<Value, symbol>;
}
