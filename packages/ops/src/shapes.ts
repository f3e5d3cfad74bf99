import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { OpError } from './errors.js';

/** An argument's name, its value (absent if optional), its shape as `'B|1 T 3H I+F'`, and `bool` for masks. */
export type ShapeRule = readonly [
  name: string,
  tensor: Tensor | undefined,
  shape: string,
  dtype?: 'float32' | 'bool',
];

/**
 * Asserts dtypes and shapes once, at an operation's public edge. A dimension is a number, a letter,
 * a multiple (`3H`) or a sum (`I+F`) of letters; `|` separates alternatives. A letter takes the size
 * of the first dimension it stands for alone; rules are read in order.
 *
 * @returns the sizes of all letters
 * @throws OpError naming the operation, the argument, the expected and the actual shape
 */
export function checkShapes(
  op: string,
  rules: readonly ShapeRule[],
  known: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const sizes: Record<string, number> = { ...known };
  for (const [name, tensor, spec, dtype = 'float32'] of rules) {
    if (tensor === undefined) continue;
    if (tensor.dtype !== dtype) {
      throw new OpError('LFADS_OPS_DTYPE', op, `${name} must be ${dtype}, got ${tensor.dtype}`);
    }
    const dimensions = dimensionsOf(spec);
    const fits =
      dimensions.length === tensor.rank &&
      dimensions.every((dimension, axis) => matches(dimension, tensor.shape[axis]!, sizes));
    if (!fits) {
      const expected = dimensions.map((dimension) => describe(dimension, sizes)).join(', ');
      throw new OpError(
        'LFADS_OPS_SHAPE',
        op,
        `${name} must have shape [${expected}], got [${tensor.shape.join(', ')}]`,
      );
    }
  }
  return sizes;
}

const split = new Map<string, readonly string[]>();

function dimensionsOf(spec: string): readonly string[] {
  let dimensions = split.get(spec);
  if (dimensions === undefined) {
    dimensions = spec.split(' ').filter((dimension) => dimension !== '');
    split.set(spec, dimensions);
  }
  return dimensions;
}

/** A form such as `3H` or `I+F` as its terms, a number counting as a multiple of no letter. */
type Term = readonly [factor: number, letter: string];

const parsed = new Map<string, readonly Term[]>();

function termsOf(form: string): readonly Term[] {
  let terms = parsed.get(form);
  if (terms === undefined) {
    terms = form.split('+').map((term): Term => {
      const [, factor, letter] = /^(\d*)([A-Z]?)$/.exec(term)!;
      return [factor === '' ? 1 : Number(factor), letter!];
    });
    parsed.set(form, terms);
  }
  return terms;
}

function matches(dimension: string, size: number, sizes: Record<string, number>): boolean {
  if (dimension.includes('|'))
    return dimension.split('|').some((form) => matches(form, size, sizes));
  const expected = evaluate(dimension, sizes);
  if (expected !== undefined) return expected === size;
  if (!/^[A-Z]$/.test(dimension)) return false;
  sizes[dimension] = size;
  return true;
}

function evaluate(form: string, sizes: Readonly<Record<string, number>>): number | undefined {
  let total = 0;
  for (const [factor, letter] of termsOf(form)) {
    const size = letter === '' ? 1 : sizes[letter];
    if (size === undefined) return undefined;
    total += factor * size;
  }
  return total;
}

function describe(dimension: string, sizes: Readonly<Record<string, number>>): string {
  const values = dimension.split('|').map((form) => evaluate(form, sizes));
  if (/^\d+$/.test(dimension) || values.includes(undefined)) return dimension;
  return `${dimension} = ${values.join('|')}`;
}

/** Asserts that two tensors have one shape. */
export function checkSameShape(op: string, a: [string, Tensor], b: [string, Tensor]): void {
  if (!tf.util.arraysEqual(a[1].shape, b[1].shape)) {
    throw new OpError(
      'LFADS_OPS_SHAPE',
      op,
      `${a[0]} and ${b[0]} must have one shape, got [${a[1].shape.join(', ')}] and [${b[1].shape.join(', ')}]`,
    );
  }
}
