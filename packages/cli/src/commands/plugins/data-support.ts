import { optionDocs } from '@lfads/config';
import {
  type ComponentDefinition,
  createRegistry,
  createRunContainer,
  type DataSupport,
  type Reconstruction,
} from '@lfads/core';

const { context } = createRunContainer(createRegistry([]));

/** Numbers for the required options, each its own, by which a limit is known that an option gives. */
const markers = (definition: ComponentDefinition): ReadonlyMap<string, number> =>
  new Map(
    optionDocs(definition)
      .filter(({ required }) => required)
      .map(({ name }, i) => [name, 1001 + i]),
  );

const inWords = (
  { min, max, above, integer, orZero }: DataSupport,
  given: ReadonlyMap<string, number>,
): string => {
  const limit = (sign: string, value: number | undefined): string[] => {
    const option = [...given].find(([, marker]) => marker === value)?.[0];
    if (value === undefined) return [];
    return [`${sign} ${option === undefined ? value : `\`${option}\``}`];
  };
  const bounds = [...limit('>=', min), ...limit('>', above), ...limit('<=', max)].join(', ');
  return `${integer ? 'whole numbers' : 'numbers'} ${bounds}${orZero ? ', or 0' : ''}`.trim();
};

/** What data a likelihood takes, in words; undefined for parts that are no likelihood of one session. */
export const dataSupport = (definition: ComponentDefinition): string | undefined => {
  if (definition.kind !== 'reconstruction') return undefined;
  const given = markers(definition);
  const options = definition.options.safeParse(Object.fromEntries(given));
  if (!options.success) return undefined;
  const { support } = definition.create(options.data, context) as Reconstruction;
  return inWords(support, given);
};
