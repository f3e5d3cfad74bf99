import type { ComponentRegistry } from '@lfads/core';
import { table } from '../../table.js';
import { type ComponentOption, componentOptions } from './component-options.js';

export interface ListedComponent {
  target: string;
  /** What it can stand for in a config. */
  kinds: string[];
  plugin: string;
  summary: string;
  options: ComponentOption[];
}

export const listComponents = (registry: ComponentRegistry): ListedComponent[] =>
  registry.definitions().map(({ target, kind, alsoKinds = [], summary, options }) => ({
    target,
    kinds: [kind, ...alsoKinds],
    plugin: registry.pluginOf(target),
    summary,
    options: componentOptions(options),
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

function renderOption({ name, type, required, default: value }: ComponentOption): string {
  if (required) return `${name}: ${type}`;
  return value === undefined ? `${name}?: ${type}` : `${name}: ${type} = ${JSON.stringify(value)}`;
}
