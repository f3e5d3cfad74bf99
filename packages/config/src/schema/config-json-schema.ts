import { COMPONENT_KINDS } from '@lfads/core';
import type { ComponentDefinition, ComponentKind } from '@lfads/core';
import { PYTHON_ALIASES } from '../aliases.js';
import { type JsonSchema, optionsJsonSchema } from './options-json-schema.js';

type Schema = Readonly<Record<string, unknown>>;

const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });

/** An interpolation or `???` may stand for any value; YAML 1.2 takes `1_000` for text. */
const INTERPOLATION: Schema = {
  type: 'string',
  pattern: '\\$\\{|^\\?\\?\\?$|^[-+]?\\d+(_\\d+)+$',
  description: 'An interpolation such as ${model.fac_dim}, or ??? for a value that must be given',
};

const orInterpolated = (schema: Schema): Schema => {
  const { description, default: value, ...rest } = schema;
  return {
    ...(description === undefined ? {} : { description }),
    ...(value === undefined ? {} : { default: value }),
    anyOf: [rest, ref('interpolation'), ref('made')],
  };
};

const isKind = (title: unknown): title is ComponentKind =>
  COMPONENT_KINDS.some((kind) => kind === title);

/** The schema of an option, with components where it holds them and interpolations everywhere. */
const optionSchema = (schema: JsonSchema): Schema => {
  const { bySession, title, description } = schema;
  const told = description === undefined ? {} : { description };
  if (isKind(bySession)) {
    const part = ref(`kind.${bySession}`);
    const list = { type: 'array', items: part, minItems: 1 };
    return { ...told, anyOf: [list, part, ref('kind.moduleList'), ref('interpolation')] };
  }
  if (isKind(title)) return { ...told, anyOf: [ref(`kind.${title}`), ref('interpolation')] };
  const { items, anyOf, ...rest } = schema;
  return orInterpolated({
    ...rest,
    ...(items === undefined ? {} : { items: nested(items) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(nested) }),
  });
};

const nested = (schema: unknown): Schema | boolean => {
  if (Array.isArray(schema)) return true;
  if (typeof schema !== 'object' || schema === null) return true;
  const inner = schema as JsonSchema;
  return Object.keys(inner).length === 0 ? ref('value') : optionSchema(inner);
};

const KEYWORDS: Schema = {
  _args_: { type: 'array', description: 'Options by position: the first ones of the component' },
  _partial_: {
    type: 'boolean',
    description: 'A function of further options, instead of the component',
  },
  _recursive_: { type: 'boolean', description: 'false: components inside stay plain values' },
  _convert_: { enum: ['none', 'partial', 'object', 'all'], description: 'Accepted, no effect' },
};

/** No option is demanded: another file of the same config may give it. */
const componentSchema = (definition: ComponentDefinition, names: readonly string[]): Schema => {
  const { properties = {}, additionalProperties } = optionsJsonSchema(definition);
  return {
    type: 'object',
    description: definition.summary,
    properties: {
      _target_: { enum: names, description: definition.summary },
      ...KEYWORDS,
      ...Object.fromEntries(Object.entries(properties).map(([key, s]) => [key, nested(s)])),
    },
    additionalProperties: additionalProperties === false ? false : ref('value'),
  };
};

const HAS_TARGET: Schema = { type: 'object', required: ['_target_'] };

const DEFAULTS: Schema = {
  type: 'array',
  description: 'The configs that this one is made of, lowest first',
  items: {
    anyOf: [
      { type: 'string', description: '_self_, or a config by its name' },
      {
        type: 'object',
        description: '[optional|override] group[@package]: choice',
        minProperties: 1,
        maxProperties: 1,
        additionalProperties: {
          anyOf: [
            { type: ['string', 'null', 'number'] },
            { type: 'array', items: { type: 'string' } },
          ],
        },
      },
    ],
  },
};

/**
 * JSON Schema (draft 7) of config files, for editors: every component with its options, by `_target_` or
 * a Python name for it. Other keys are free.
 *
 * @param aliases further names for targets
 */
export const configJsonSchema = (
  definitions: readonly ComponentDefinition[],
  aliases: ReadonlyMap<string, string> = PYTHON_ALIASES,
): Schema => {
  const namesOf = ({ target }: ComponentDefinition): string[] => [
    target,
    ...[...aliases].filter(([, stands]) => stands === target).map(([alias]) => alias),
  ];
  const isOf = (kind: ComponentKind) => (definition: ComponentDefinition) =>
    definition.kind === kind || definition.alsoKinds?.includes(kind) === true;
  const named = definitions.map((definition) => ({ definition, names: namesOf(definition) }));
  const kinds = COMPONENT_KINDS.map((kind) => {
    const targets = definitions.filter(isOf(kind)).flatMap(namesOf);
    return [
      `kind.${kind}`,
      {
        type: 'object',
        properties: { _target_: targets.length > 0 ? { enum: targets } : false },
        if: HAS_TARGET,
        then: ref('options'),
        else: { additionalProperties: ref('value') },
      },
    ] as const;
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'lfads config',
    type: 'object',
    properties: { defaults: DEFAULTS },
    allOf: [ref('value')],
    definitions: {
      interpolation: INTERPOLATION,
      made: {
        allOf: [HAS_TARGET, ref('kind.value')],
        description: 'A component that gives a value',
      },
      value: {
        if: HAS_TARGET,
        then: ref('component'),
        else: { items: ref('value'), additionalProperties: ref('value') },
      },
      component: {
        properties: {
          _target_: {
            description: 'The component to make',
            enum: named.flatMap(({ names }) => names),
          },
        },
        allOf: [ref('options')],
      },
      options: {
        allOf: named.map(({ definition, names }) => ({
          if: { properties: { _target_: { enum: names } } },
          then: ref(definition.target.replaceAll('/', '.')),
        })),
      },
      ...Object.fromEntries(kinds),
      ...Object.fromEntries(
        named.map(({ definition, names }) => [
          definition.target.replaceAll('/', '.'),
          componentSchema(definition, names),
        ]),
      ),
    },
  };
};
