import { type OptionDocs, optionDocs, PYTHON_ALIASES } from '@lfads/config';
import type { ComponentRegistry } from '@lfads/core';
import { Command } from 'commander';
import { stringify } from 'yaml';
import { type PluginOptions, withJsonOption, withPluginOptions } from '../../cli-options.js';
import type { CliContext } from '../../context.js';
import { createProjectRegistry } from '../../run/project-registry.js';
import { table } from '../../table.js';
import { dataSupport } from './data-support.js';

export interface DescribedComponent {
  target: string;
  kinds: string[];
  plugin: string;
  summary: string;
  /** Target of the component that configs get in its place. */
  replaced_by?: string;
  replaces?: string;
  /** Names of the Python package for it. */
  aliases: string[];
  /** What data a likelihood is defined on. */
  data?: string;
  docs?: string;
  options: OptionDocs[];
  example: Record<string, unknown>;
}

/** @throws LfadsError LFADS_REGISTRY_UNKNOWN_TARGET */
export function describeComponent(registry: ComponentRegistry, name: string): DescribedComponent {
  const target = PYTHON_ALIASES.get(name) ?? name;
  const plugin = registry.pluginOf(target);
  const definition = registry.definitions().find((known) => known.target === target)!;
  const { kind, alsoKinds = [], summary, docs, replaces, example } = definition;
  const replacement = registry.replacementOf(target);
  const data = dataSupport(definition);
  const options = optionDocs(definition);
  const skeleton = Object.fromEntries(
    options.filter(({ required }) => required).map((option) => [option.name, '???']),
  );
  return {
    target,
    kinds: [kind, ...alsoKinds],
    plugin,
    summary,
    ...(replacement !== undefined && { replaced_by: replacement }),
    ...(replaces !== undefined && { replaces }),
    aliases: [...PYTHON_ALIASES].filter(([, stands]) => stands === target).map(([alias]) => alias),
    ...(data !== undefined && { data }),
    ...(docs !== undefined && { docs: docs.trim() }),
    options,
    example: { _target_: target, ...(example ?? skeleton) },
  };
}

export const describeCommand = ({ io }: CliContext): Command =>
  withJsonOption(withPluginOptions(new Command('describe')))
    .description('one component: what it computes, its options, the data it takes, an example')
    .argument('<target>', "such as '@lfads/core/Poisson', or a name of the Python package")
    .action(async (target: string, { plugin, json }: PluginOptions & { json: boolean }) => {
      const described = describeComponent(await createProjectRegistry(io.cwd, plugin), target);
      io.out(json ? JSON.stringify(described, null, 2) : asText(described));
    });

function asText(component: DescribedComponent): string {
  const { target, kinds, plugin, summary, replaced_by, replaces, aliases, data, docs } = component;
  const facts = [
    `kind     ${kinds.join(', ')}`,
    `plugin   ${plugin}`,
    ...(replaced_by === undefined ? [] : [`replaced by ${replaced_by}`]),
    ...(replaces === undefined ? [] : [`replaces ${replaces}`]),
    ...(aliases.length === 0 ? [] : [`also     ${aliases.join(', ')}`]),
    ...(data === undefined ? [] : [`data     ${data}`]),
  ];
  const rows = component.options.map(
    ({ name, type, bounds, required, default: value, description }) => [
      name,
      bounds === undefined ? type : `${type}, ${bounds}`,
      required ? 'required' : value === undefined ? '' : JSON.stringify(value),
      description ?? '',
    ],
  );
  return [
    target,
    summary,
    facts.join('\n'),
    ...(docs === undefined ? [] : [docs]),
    rows.length === 0 ? 'No options.' : table(['option', 'type', 'default', ''], rows),
    `Example:\n\n${stringify(component.example, { singleQuote: true }).trimEnd()}`,
  ].join('\n\n');
}
