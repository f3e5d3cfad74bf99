import { createRequire } from 'node:module';

/** Functions that tfjs-node 4.22 takes from node:util, and that Node 23 removed from it. */
const REMOVED = {
  isArray: Array.isArray,
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
};

/** Gives node:util back what it lacks; an ES module's view of it does not change. */
export function polyfillUtil(): void {
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  for (const [name, replacement] of Object.entries(REMOVED)) util[name] ??= replacement;
}
