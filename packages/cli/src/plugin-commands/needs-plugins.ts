import type { Command } from 'commander';

/**
 * Whether a command line can only be understood with the commands of plugins: it asks for the list of all
 * commands, or its first word is no command of lfads itself. Other command lines start sooner.
 */
export function needsPlugins(argv: readonly string[], program: Command): boolean {
  const word = argv.find((text) => !text.startsWith('-'));
  if (word === undefined) return asksForHelp(argv);
  return !program.commands.some((command) => command.name() === word);
}

/** Whether help is wanted, which has to be there when a plugin cannot be loaded too. */
export const asksForHelp = (argv: readonly string[]): boolean =>
  argv.length === 0 || argv[0] === 'help' || argv.some((text) => /^(-h|--help)$/.test(text));

/** The values of `--plugin`. */
export const pluginsAskedFor = (argv: readonly string[]): string[] =>
  argv.flatMap((text, i) => {
    if (text.startsWith('--plugin=')) return [text.slice('--plugin='.length)];
    const next = argv[i + 1];
    return text === '--plugin' && next !== undefined ? [next] : [];
  });
