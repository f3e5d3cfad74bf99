import { optionDocs } from '@lfads/config';
import { type CommandDefinition, LfadsError } from '@lfads/core';
import { type Command, Option } from 'commander';

type Values = Readonly<Record<string, unknown>>;

const flagOf = (name: string): string => `--${name.replaceAll('_', '-')}`;

/** What an option's schema takes, after what may be left out is taken away. */
const schemaOf = (definition: CommandDefinition, name: string) => {
  type Schema = { def: { type: string; innerType?: Schema } };
  let schema = definition.options.shape[name] as unknown as Schema;
  while (schema.def.innerType) schema = schema.def.innerType;
  return schema.def.type;
};

const parse = (type: string, text: string): unknown => {
  if (type !== 'number' && type !== 'int') return text;
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? text : value;
};

/** Adds what a definition's schema says to a command. */
export function addOptions(command: Command, definition: CommandDefinition): Command {
  const words = definition.words ?? [];
  const docs = new Map(optionDocs(definition).map((option) => [option.name, option]));
  for (const word of words) {
    const { required = false, description = '' } = docs.get(word) ?? {};
    const name = schemaOf(definition, word) === 'array' ? `${word}...` : word;
    command.argument(required ? `<${name}>` : `[${name}]`, description);
  }
  for (const { name, description = '', required, default: value, type } of docs.values()) {
    if (words.includes(name)) continue;
    const kind = schemaOf(definition, name);
    const flag = flagOf(name);
    const said = value === undefined ? '' : ` (default: ${JSON.stringify(value)})`;
    const text = `${description}${said}${required ? ' (required)' : ''}`;
    if (kind === 'boolean') {
      command.addOption(new Option(value === true ? `--no-${flag.slice(2)}` : flag, text));
    } else {
      const option = new Option(`${flag} <${kind === 'array' ? 'value' : type}>`, text);
      if (kind === 'array') {
        option.argParser((item: string, before: string[] | undefined) => [...(before ?? []), item]);
      } else {
        option.argParser((item: string) => parse(kind, item));
      }
      command.addOption(option);
    }
  }
  return command;
}

const camelCase = (name: string): string =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/**
 * The checked options of a command.
 *
 * @param given words and options as they were parsed
 * @throws LfadsError LFADS_COMMAND_OPTIONS naming every option that is wrong
 */
export function readOptions(
  definition: CommandDefinition,
  given: { words: readonly unknown[]; options: Values },
): Values {
  const words = definition.words ?? [];
  const entries = Object.keys(definition.options.shape).flatMap((name) => {
    const at = words.indexOf(name);
    const value = at === -1 ? given.options[camelCase(name)] : given.words[at];
    return value === undefined ? [] : [[name, value] as const];
  });
  const parsed = definition.options.safeParse(Object.fromEntries(entries));
  if (parsed.success) return parsed.data as Values;
  const faults = parsed.error.issues.map(({ path, message }) => {
    const [name = '', ...rest] = path.map(String);
    const shown = words.includes(name) ? `<${name}>` : flagOf(name);
    return `  ${[shown, ...rest].join(' ')}: ${message}`;
  });
  throw new LfadsError(
    'LFADS_COMMAND_OPTIONS',
    `The options of "lfads ${definition.name}" are not right:\n${faults.join('\n')}`,
    `lfads ${definition.name} --help shows what there is.`,
  );
}
