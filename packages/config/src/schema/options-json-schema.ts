import type { ComponentDefinition } from '@lfads/core';
import { z } from 'zod';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

type Override = Parameters<
  NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override']>
>[0];

/** JSON has no infinity, and integers in a config need no bound at 2^53. */
const tidy = ({ jsonSchema }: Override): void => {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  const only: unknown = jsonSchema.const;
  if (only !== Infinity && only !== -Infinity) return;
  delete jsonSchema.const;
  jsonSchema.title = only > 0 ? 'infinity' : '-infinity';
};

/**
 * The options of a component as JSON Schema (draft 7), by their names in YAML. An option that holds a
 * component has that component's kind as its `title`; one that holds a component per session has it as `bySession`.
 */
export const optionsJsonSchema = ({ options }: Pick<ComponentDefinition, 'options'>): JsonSchema =>
  z.toJSONSchema(options, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override: tidy,
  }) as JsonSchema;
