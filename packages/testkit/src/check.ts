/** One thing that a component must do, as a sentence about it. */
export interface Check {
  readonly name: string;
  /** Throws a `ConformanceError` that says what is wrong, when something is. */
  run(): void | Promise<void>;
}

/** What a component does not do as its contract says. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError';
}

/** @throws ConformanceError unless the condition holds */
export function ensure(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ConformanceError(message);
}

/** @throws ConformanceError unless the shapes are the same */
export function ensureShape(
  what: string,
  found: readonly number[],
  expected: readonly number[],
): void {
  ensure(
    found.length === expected.length && found.every((size, axis) => size === expected[axis]),
    `${what} must have the shape [${expected.join(', ')}], not [${found.join(', ')}].`,
  );
}
