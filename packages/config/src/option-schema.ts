import type { z } from 'zod';

/** What of a zod schema's definition is looked at; the same in every copy of zod 4. */
interface SchemaDefinition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly catchall?: { readonly def: { readonly type: string } };
  readonly in?: z.ZodType;
  readonly innerType?: z.ZodType;
}

const definitionOf = (schema: z.ZodType): SchemaDefinition => schema.def as SchemaDefinition;

/** The names of a component's options in their order, or undefined when its schema takes any. */
export const optionNames = (schema: z.ZodType): readonly string[] | undefined => {
  const { type, shape, catchall, in: input, innerType } = definitionOf(schema);
  if (type === 'object' && shape) {
    return catchall && catchall.def.type !== 'never' ? undefined : Object.keys(shape);
  }
  const inner = input ?? innerType;
  return inner && optionNames(inner);
};
