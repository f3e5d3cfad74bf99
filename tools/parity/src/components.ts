import { corePlugin, createRegistry, createRunContainer } from '@lfads/core';
import type { PartConfig } from './fixture.js';

/** A fixture needs a part that the project does not have. */
export class MissingPart extends Error {}

const registry = createRegistry([corePlugin]);
const container = createRunContainer(registry);

/** The part of a fixture's `type` with its options, which have the reference's names. */
export function createPart<T>({ type, ...options }: PartConfig): T {
  const target = `@lfads/core/${type}`;
  if (!registry.has(target)) throw new MissingPart(`there is no part ${type}`);
  return container.create<T>(target, options);
}
