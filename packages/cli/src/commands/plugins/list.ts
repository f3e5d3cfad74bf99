import { type OptionDocs, optionDocs } from '@lfads/config';
import type { ComponentRegistry } from '@lfads/core';
import { table } from '../../table.js';

export interface ListedComponent {
  target: string;
  /** What it can stand for in a config. */
  kinds: string[];
  plugin: string;
  summary: string;
  options: OptionDocs[];
}

export const listComponents = (registry: ComponentRegistry): ListedComponent[] =>
  registry.definitions().map((definition) => ({
    target: definition.target,
    kinds: [definition.kind, ...(definition.alsoKinds ?? [])],
    plugin: registry.pluginOf(definition.target),
    summary: definition.summary,
    options: optionDocs(definition),
  }));

export const renderComponents = (components: readonly ListedComponent[]): string =>
  table(
    ['target', 'kind', 'options'],
    components.map(({ target, kinds, options }) => [
      target,
      kinds.join(', '),
      options.map(renderOption).join('\n') || '-',
    ]),
  );

function renderOption({ name, type, required, default: value }: OptionDocs): string {
  if (required) return `${name}: ${type}`;
  return value === undefined ? `${name}?: ${type}` : `${name}: ${type} = ${JSON.stringify(value)}`;
}
