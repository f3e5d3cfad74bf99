import { corePlugin, createRegistry, createRunContainer } from '@lfads/core';
import { calciumPlugin } from '@lfads/plugin-calcium';
import type { PartConfig } from './fixture.js';

/** A fixture needs a part that the project does not have. */
export class MissingPart extends Error {}

/** Those whose parts are compared with the reference. */
export const PLUGINS = [corePlugin, calciumPlugin];
const container = createRunContainer(createRegistry(PLUGINS));
const targets = PLUGINS.flatMap(({ components }) => components.map(({ target }) => target));

/** A part by its class's name, whichever plugin has it. */
export function createNamed<T>(name: string, options: object = {}): T {
  const target = targets.find((known) => known.endsWith(`/${name}`));
  if (target === undefined) throw new MissingPart(`there is no part ${name}`);
  return container.create<T>(target, options);
}

/** The part of a fixture's `type` with its options, which have the reference's names. */
export const createPart = <T>({ type, ...options }: PartConfig): T => createNamed(type, options);
