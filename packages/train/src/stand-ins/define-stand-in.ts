import {
  type ComponentContext,
  type ComponentDefinition,
  defineCallback,
  defineLogger,
  LOG,
} from '@lfads/core';
import { z } from 'zod';

export interface StandIn {
  /** Export name: the target is `@lfads/train/<name>`. */
  readonly name: string;
  /** What configs name where they mean it: a Python class. */
  readonly standsFor: string;
  /** A sentence: what there is in its stead. */
  readonly instead: string;
}

const specOf = <Part>({ name, standsFor, instead }: StandIn, part: () => Part) => ({
  target: `@lfads/train/${name}`,
  summary: `Does nothing, in the place of ${standsFor}.`,
  docs: instead,
  options: z.looseObject({}),
  create: (_: unknown, context: ComponentContext): Part => {
    context.find(LOG)?.warn(`${standsFor} does nothing here. ${instead}`);
    return part();
  },
});

/** A callback that does nothing and says so: it takes any options, so that configs run unchanged. */
export const standInCallback = (standIn: StandIn): ComponentDefinition =>
  defineCallback(specOf(standIn, () => ({})));

/** A logger that does nothing and says so. */
export const standInLogger = (standIn: StandIn): ComponentDefinition =>
  defineLogger(specOf(standIn, () => ({ start: () => {}, metrics: () => {}, finish: () => {} })));
