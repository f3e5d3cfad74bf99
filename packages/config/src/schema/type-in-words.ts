import type { JsonSchema } from './options-json-schema.js';

const show = (value: unknown): string => JSON.stringify(value);

/** The alternatives of a schema; a schema without any is its only one. */
const alternatives = (schema: JsonSchema): readonly JsonSchema[] =>
  (schema.anyOf ?? schema.oneOf ?? [schema]) as JsonSchema[];

/** In words: `number`, `list of prior`, `"min" | "max"`. */
export const typeInWords = (schema: JsonSchema | boolean | undefined): string => {
  if (typeof schema !== 'object') return 'any';
  if (typeof schema['bySession'] === 'string') return `${schema['bySession']}, by session`;
  if (schema.title !== undefined) return schema.title;
  const options = alternatives(schema);
  if (options[0] !== schema) return [...new Set(options.map(typeInWords))].join(' | ');
  if (schema.enum) return schema.enum.map(show).join(' | ');
  if (schema.const !== undefined) return show(schema.const);
  if (schema.type === 'array') {
    const { items } = schema;
    return `list of ${Array.isArray(items) ? 'any' : typeInWords(items as JsonSchema)}`;
  }
  return schema.type === undefined ? 'any' : [schema.type].flat().join(' | ');
};

const boundsOf = (schema: JsonSchema): string[] => [
  ...(schema.minimum === undefined ? [] : [`>= ${schema.minimum}`]),
  ...(schema.exclusiveMinimum === undefined ? [] : [`> ${schema.exclusiveMinimum}`]),
  ...(schema.maximum === undefined ? [] : [`<= ${schema.maximum}`]),
  ...(schema.exclusiveMaximum === undefined ? [] : [`< ${schema.exclusiveMaximum}`]),
  ...(schema.minItems === undefined ? [] : [`at least ${schema.minItems}`]),
];

/** The bounds of a number or list, such as `>= 0, < 1`; empty where there are none. */
export const boundsInWords = (schema: JsonSchema): string =>
  [...new Set(alternatives(schema).flatMap(boundsOf))].join(', ');
