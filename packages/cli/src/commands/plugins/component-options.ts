import { z } from 'zod';

export interface ComponentOption {
  name: string;
  /** In words: `number`, `list of prior`, `"min" | "max"`. */
  type: string;
  required: boolean;
  default?: unknown;
  description?: string;
}

/** The options of a component, read from its schema. */
export function componentOptions(schema: z.ZodType): ComponentOption[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  });
  return Object.entries(properties).map(([name, property]) => {
    const option = typeof property === 'object' ? property : {};
    return {
      name,
      type: typeInWords(option),
      required: required.includes(name),
      ...(option.default === undefined ? {} : { default: option.default }),
      ...(option.description === undefined ? {} : { description: option.description }),
    };
  });
}

type JsonSchema = z.core.JSONSchema.JSONSchema;

function typeInWords(schema: JsonSchema | boolean | undefined): string {
  if (typeof schema !== 'object') return 'any';
  if (schema.title !== undefined) return schema.title;
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return [...new Set(options.map(typeInWords))].join(' | ');
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === 'array') {
    const { items } = schema;
    return `list of ${Array.isArray(items) ? 'any' : typeInWords(items)}`;
  }
  return schema.type === undefined ? 'any' : [schema.type].flat().join(' | ');
}
