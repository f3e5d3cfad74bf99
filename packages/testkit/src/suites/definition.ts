import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Check, ensure } from '../check.js';
import type { Subject } from '../subject.js';

/** What every definition must keep to, of whatever kind. */
export const definitionChecks = (subject: Subject): Check[] => [
  {
    name: 'its summary is one sentence',
    run() {
      const { summary } = subject.definition;
      ensure(/^\S[^\n]*\.$/.test(summary), `The summary is ${JSON.stringify(summary)}.`);
    },
  },
  {
    name: 'every option is described',
    run() {
      const silent = Object.entries(shapeOf(subject.definition.options))
        .filter(([, schema]) => descriptionOf(schema) === undefined)
        .map(([name]) => name);
      ensure(silent.length === 0, `Options without .describe(…): ${silent.join(', ')}.`);
    },
  },
  {
    name: 'its options are plain data',
    run() {
      const { options } = subject;
      const copy: unknown = JSON.parse(JSON.stringify(options));
      ensure(
        isDeepStrictEqual(copy, options),
        `The options ${JSON.stringify(options)} are others after JSON: use strings, finite numbers, booleans, lists and mappings.`,
      );
    },
  },
  {
    name: 'it is made from its options',
    run() {
      const part = subject.create<unknown>();
      ensure(part !== undefined && part !== null, `create() gives ${part}.`);
    },
  },
  {
    name: 'its defaults are accepted when they are written out',
    run() {
      for (const [name, schema] of Object.entries(shapeOf(subject.definition.options))) {
        const left = z.safeParse(schema, undefined);
        if (!left.success || left.data === undefined) continue;
        const written = z.safeParse(schema, left.data);
        ensure(
          written.success,
          `The default of ${name}, ${JSON.stringify(left.data)}, is refused when it is given: ${written.error?.issues[0]?.message}.`,
        );
      }
    },
  },
  {
    name: 'it refuses an option that it does not have',
    run() {
      const { options, definition } = subject;
      const schema = definition.options as z.ZodObject;
      const catchall = schema.def.catchall?._zod.def.type;
      if (catchall !== undefined && catchall !== 'never') return; // says itself what becomes of them
      const parsed = schema.safeParse({ ...options, no_such_option: 1 });
      ensure(
        !parsed.success &&
          parsed.error.issues.some((issue) => JSON.stringify(issue).includes('no_such_option')),
        'It takes the option no_such_option, so that a misspelt option would have no effect.',
      );
    },
  },
  {
    name: 'its options have a JSON schema, for editors',
    run() {
      z.toJSONSchema(subject.definition.options, { io: 'input', unrepresentable: 'any' });
    },
  },
];

const shapeOf = (schema: z.ZodType): Record<string, z.ZodType> =>
  (schema as z.ZodObject).shape as Record<string, z.ZodType>;

function descriptionOf(schema: z.ZodType): string | undefined {
  for (let at: z.ZodType | undefined = schema; at; at = innerOf(at)) {
    if (at.description !== undefined) return at.description;
  }
  return undefined;
}

const innerOf = (schema: z.ZodType): z.ZodType | undefined =>
  (schema.def as { innerType?: z.ZodType }).innerType;
