import * as tf from '@tensorflow/tfjs-core';
import { checkFixture } from '../check-fixture.js';
import type { Comparison, Values } from '../comparison.js';
import type { Fixture } from '../fixture.js';
import { checkFunctions } from '../functions/index.js';

/** Values by path. */
export type Computed = ReadonlyMap<string, Values>;

/** What the current backend computes of a fixture, by dataset. */
export function computeFixture(fixture: Fixture): Computed {
  const compared = 'sessions' in fixture.config ? checkFixture(fixture) : functions(fixture);
  return new Map(
    compared.flatMap(({ field, found }) => (found && fixture.has(field) ? [[field, found]] : [])),
  );
}

const functions = (fixture: Fixture): Comparison[] =>
  (tf.tidy(() => checkFunctions(fixture) as never) as ReturnType<typeof checkFunctions>).compared;
