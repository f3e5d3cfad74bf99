import type { ComponentDefinition } from '@lfads/core';
import { type JsonSchema, optionsJsonSchema } from './options-json-schema.js';
import { boundsInWords, typeInWords } from './type-in-words.js';

/** What is to be known of one option of a component. */
export interface OptionDocs {
  /** In YAML, snake_case. */
  readonly name: string;
  /** In words: `number`, `list of prior`, `"min" | "max"`. */
  readonly type: string;
  /** Limits of the value, such as `>= 0, < 1`; absent where there are none. */
  readonly bounds?: string;
  readonly required: boolean;
  /** Absent: none. */
  readonly default?: unknown;
  readonly description?: string;
}

/** The options of a component in the order of its schema. */
export const optionDocs = (definition: Pick<ComponentDefinition, 'options'>): OptionDocs[] => {
  const { properties = {}, required = [] } = optionsJsonSchema(definition);
  return Object.entries(properties).map(([name, property]) => {
    const schema = (typeof property === 'object' ? property : {}) as JsonSchema;
    const bounds = boundsInWords(schema);
    return {
      name,
      type: typeInWords(schema),
      ...(bounds === '' ? {} : { bounds }),
      required: required.includes(name),
      ...(schema.default === undefined ? {} : { default: schema.default }),
      ...(schema.description === undefined ? {} : { description: schema.description }),
    };
  });
};
