import { z } from 'zod';
import type { ComponentKind } from '../contracts/index.js';

interface Brand {
  readonly target: string;
  readonly kinds: readonly ComponentKind[];
  readonly again: () => object;
}

/** Shared by all copies of this package in the process, so that a plugin's own copy makes parts that are known here. */
const BRANDS = Symbol.for('lfads.brands');
const shared = globalThis as { [BRANDS]?: WeakMap<object, Brand> };
const brands = (shared[BRANDS] ??= new WeakMap<object, Brand>());

/** Makes a part, and remembers what it is and how to make another like it. */
export const brandedPart = <Part extends object>(
  brand: Omit<Brand, 'again'> & { again: () => Part },
): Part => {
  const part = brand.again();
  brands.set(part, { ...brand, again: () => brandedPart(brand) });
  return part;
};

const brandOf = (value: unknown): Brand | undefined =>
  typeof value === 'object' && value !== null ? brands.get(value) : undefined;

/** The target that a part was made from; undefined for anything else. */
export const targetOf = (value: unknown): string | undefined => brandOf(value)?.target;

/** Whether a value is a part of this kind, made by a definition. */
export const isPartOf = (kind: ComponentKind, value: unknown): boolean =>
  brandOf(value)?.kinds.includes(kind) ?? false;

/** A new part with the same options, and parameters of its own. A value not made by a definition is returned as it is. */
export const replicatePart = <Part>(part: Part): Part => {
  const brand = brandOf(part);
  return brand === undefined ? part : (brand.again() as Part);
};

/** Schema of an option that holds a part, already made from its own `_target_`. */
export const partOf = <Part = unknown>(kind: ComponentKind): z.ZodType<Part> =>
  z
    .custom<Part>((value) => isPartOf(kind, value), {
      error: (issue) => {
        const target = targetOf(issue.input);
        return target === undefined
          ? `expected a component of kind "${kind}" (a mapping with _target_)`
          : `expected a component of kind "${kind}", but ${target} is not one`;
      },
    })
    .meta({ title: kind });
