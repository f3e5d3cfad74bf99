import { builtinConfigs, createProjectRegistry } from 'lfads';
import { type ComponentDefinition, COMPONENT_KINDS } from '@lfads/core';
import { format, resolveConfig } from 'prettier';
import { componentPage } from './component-page.js';
import { examplesIn } from './examples.js';

const nameOf = ({ target }: ComponentDefinition): string =>
  target.slice(target.lastIndexOf('/') + 1);

const pathOf = (definition: ComponentDefinition): string =>
  `${definition.kind}/${nameOf(definition)}.md`;

const contents = (definitions: readonly ComponentDefinition[]): string => {
  const sections = COMPONENT_KINDS.flatMap((kind) => {
    const ofKind = definitions.filter((definition) => definition.kind === kind);
    const lines = ofKind.map((d) => `- [${nameOf(d)}](${pathOf(d)}): ${d.summary}`);
    return lines.length === 0 ? [] : [`## ${kind}`, lines.join('\n')];
  });
  const head = ['<!-- Written by `npm run docs`; do not edit. -->', '# Components'];
  const intro =
    'Everything that a config can name after `_target_`, by kind: of lfads and of its own plugins.';
  return `${[...head, intro, ...sections].join('\n\n')}\n`;
};

/**
 * The pages of all components, by their path below the folder of the pages.
 *
 * @param folder what the pages are formatted for: its Prettier settings are used
 */
export const componentPages = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const definitions = (await createProjectRegistry(folder, [])).definitions();
  const examples = examplesIn(builtinConfigs());
  const pages = [
    ['README.md', contents(definitions)] as const,
    ...definitions.map((d) => [pathOf(d), componentPage(d, examples.get(d.target))] as const),
  ];
  const style = await resolveConfig(`${folder}/README.md`);
  const formatted = pages.map(async ([path, text]) => {
    return [path, await format(text, { ...style, parser: 'markdown' })] as const;
  });
  return new Map(await Promise.all(formatted));
};
