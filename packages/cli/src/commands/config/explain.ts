import { describeOrigin, type Explanation, explainKey } from '@lfads/config';
import { Command } from 'commander';
import {
  type PluginOptions,
  withConfigOptions,
  withJsonOption,
  withPluginOptions,
} from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { compose, type ConfigChoice } from '../../run/compose.js';
import { createProjectRegistry } from '../../run/project-registry.js';

type ExplainOptions = Omit<ConfigChoice, 'overrides'> & PluginOptions & { json: boolean };

export function explainCommand({ io }: CliContext): Command {
  const command = new Command('explain')
    .description('one value of the config: what set it, and what it is for')
    .argument('<key>', 'such as model.ic_prior.variance');
  return withJsonOption(withPluginOptions(withConfigOptions(command))).action(
    async (key: string, overrides: string[], { json, plugin, ...choice }: ExplainOptions) => {
      const registry = await createProjectRegistry(io.cwd, plugin);
      const config = await compose(io.cwd, { ...choice, overrides }, registry);
      const explanation = explainKey(config, key, registry);
      const setBy = explanation.setBy.map(({ origin, value }) => ({
        at: describeOrigin(origin, io.cwd),
        value,
      }));
      io.out(json ? JSON.stringify({ ...explanation, setBy }) : asText(explanation, setBy));
    },
  );
}

/** Longer values are cut in the text. */
const LONGEST = 100;

const show = (value: unknown): string => {
  if (value === undefined) return '(removed)';
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
};

const line = (label: string, text: string): string => `  ${label.padEnd(12)}${text}`;

function asText(
  { path, value, component, option }: Explanation,
  setBy: readonly { at: string; value: unknown }[],
): string {
  const width = Math.max(0, ...setBy.map(({ at }) => at.length));
  const places = setBy.map(({ at, value: given }, i) =>
    line(i === 0 ? 'set by' : '', `${at.padEnd(width)}  ${show(given)}`),
  );
  return [
    `${path} = ${show(value)}`,
    ...places,
    ...(component
      ? [line('component', `${component.target} (${component.kind})`), line('', component.summary)]
      : []),
    ...(option ? optionLines(option) : []),
  ].join('\n');
}

const optionLines = (option: NonNullable<Explanation['option']>): string[] => [
  line('option', `${option.name} of ${option.of}`),
  ...(option.description === undefined ? [] : [line('', option.description)]),
  line('type', [option.type, option.bounds].filter((part) => part !== undefined).join(', ')),
  line('default', option.required ? 'none: it must be given' : show(option.default ?? null)),
];
