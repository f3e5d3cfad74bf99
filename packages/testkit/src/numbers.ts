import { engine, type Tensor } from '@tensorflow/tfjs-core';
import { ensure } from './check.js';

export type Named = Readonly<Record<string, Tensor>>;

/** tf.tidy, for results that hold no tensors. */
export function scoped<Result>(use: () => Result): Result {
  engine().startScope();
  try {
    return use();
  } finally {
    engine().endScope();
  }
}

/** Numbers in [0, 1), the same ones for the same seed: data of the checks. */
export const uniforms = (size: number, seed: number): Float32Array => {
  let state = seed * 2654435761 + 12345;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  });
};

/** The values of tensors by name. */
export const valuesOf = (tensors: Named): Map<string, number[]> =>
  new Map(Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]]));

type Values = ReadonlyMap<string, readonly number[]>;

/** @throws ConformanceError where one number is not what it is in the other, bit for bit */
export function ensureSame(first: Values, second: Values, when: string): void {
  ensure(first.size === second.size, `It gives ${second.size} results ${when}, not ${first.size}.`);
  for (const [name, expected] of first) {
    const found = second.get(name) ?? [];
    const at = expected.findIndex((value, i) => !Object.is(value, found[i]));
    const same = at === -1 && found.length === expected.length;
    ensure(same, `${name}[${at}] is ${found[at]} ${when}, not ${expected[at]} as before.`);
  }
}

/** @throws ConformanceError where a number differs by more than the tolerance */
export function ensureClose(
  what: string,
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative = 1e-4, absolute = 1e-5 } = {},
): void {
  ensure(found.length === expected.length, `${what}: ${found.length} of ${expected.length} values`);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(found[i]! - expected[i]!);
    ensure(
      error <= absolute + relative * Math.abs(expected[i]!),
      `${what}[${i}] is ${found[i]}, and should be ${expected[i]}.`,
    );
  }
}

/** @throws ConformanceError naming the first number that is NaN or infinite */
export function ensureFinite(what: string, values: ArrayLike<number>): void {
  const at = Array.prototype.findIndex.call(values, (value: number) => !Number.isFinite(value));
  ensure(at === -1, `${what}[${at}] is ${values[at]}.`);
}
