import { type OptionDocs, optionDocs, PYTHON_ALIASES } from '@lfads/config';
import type { ComponentDefinition } from '@lfads/core';
import { dataSupport } from 'lfads';
import { stringify } from 'yaml';
import type { Example } from './examples.js';

/** Longer examples are named, not shown. */
const LONGEST_EXAMPLE = 20;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string): string => `\`${cell(text)}\``;

const defaultOf = (option: OptionDocs): string => {
  if (option.required) return '**required**';
  return option.default === undefined ? '' : code(JSON.stringify(option.default));
};

const row = (option: OptionDocs): string => {
  const type = option.bounds === undefined ? option.type : `${option.type}, ${option.bounds}`;
  const cells = [code(option.name), cell(type), defaultOf(option), cell(option.description ?? '')];
  return `| ${cells.join(' | ')} |`;
};

const optionsTable = (options: readonly OptionDocs[]): string =>
  options.length === 0
    ? 'None.'
    : ['| option | type | default | |', '| --- | --- | --- | --- |', ...options.map(row)].join(
        '\n',
      );

/** The component with the example that it gives, else with its required options to be filled in. */
const skeleton = (
  { target, example }: ComponentDefinition,
  options: readonly OptionDocs[],
): string =>
  stringify(
    {
      _target_: target,
      ...(example ??
        Object.fromEntries(options.filter((o) => o.required).map(({ name }) => [name, '???']))),
    },
    { singleQuote: true },
  );

const exampleSection = (
  definition: ComponentDefinition,
  options: readonly OptionDocs[],
  example: Example | undefined,
): string => {
  const yaml = example?.yaml ?? skeleton(definition, options);
  if (example && yaml.split('\n').length > LONGEST_EXAMPLE) {
    return `See [configs/${example.file}](../../../configs/${example.file}).`;
  }
  const from = example ? `\nFrom [configs/${example.file}](../../../configs/${example.file}).` : '';
  return ['```yaml', yaml.trimEnd(), '```', from].join('\n');
};

const aliasesOf = (target: string): string[] =>
  [...PYTHON_ALIASES].filter(([, stands]) => stands === target).map(([alias]) => alias);

/** The page of a component, Markdown. */
export const componentPage = (
  definition: ComponentDefinition,
  example: Example | undefined,
): string => {
  const { target, kind, alsoKinds = [], summary, docs } = definition;
  const options = optionDocs(definition);
  const aliases = aliasesOf(target);
  const support = dataSupport(definition);
  const parts = [
    '<!-- Written by `npm run docs`; do not edit. -->',
    `# ${target.slice(target.lastIndexOf('/') + 1)}`,
    summary,
    [
      `- Target: ${code(target)}`,
      `- Kind: ${[kind, ...alsoKinds].join(', ')}`,
      ...(aliases.length > 0 ? [`- Also written: ${aliases.map(code).join(', ')}`] : []),
      ...(support === undefined ? [] : [`- Data: ${support}`]),
    ].join('\n'),
    ...(docs === undefined ? [] : [docs.trim()]),
    '## Options',
    optionsTable(options),
    '## Example',
    exampleSection(definition, options, example),
  ];
  return `${parts.join('\n\n')}\n`;
};
