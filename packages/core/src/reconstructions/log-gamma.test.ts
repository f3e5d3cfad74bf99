import '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { expectClose } from '../test-support/functions-fixture.js';
import { digamma, logGamma } from './log-gamma.js';

/** x, log Gamma(x), digamma(x) */
const table = [
  [1e-4, 9.210282658633961, -10000.57705118],
  [0.1, 2.252712651734206, -10.423754940411076],
  [0.5, 0.5723649429247001, -1.9635100260214235],
  [1, 0, -0.5772156649015329],
  [1.5, -0.1207822376352452, 0.03648997397857652],
  [2, 0, 0.4227843350984671],
  [10, 12.801827480081469, 2.251752589066721],
  [100, 359.1342053695754, 4.600161852738087],
  [1e4, 82099.71749644238, 9.210290371142843],
] as const;
const x = tf.tensor1d(table.map(([value]) => value));

describe('logGamma', () => {
  it('agrees with the tables from 1e-4 to 1e4', () => {
    expectClose(
      logGamma(x),
      table.map(([, value]) => value),
      { rtol: 1e-5, atol: 2e-6 },
    );
  });

  it('has digamma for its gradient', () => {
    const expected = table.map(([, , value]) => value);
    expectClose(digamma(x), expected, { rtol: 1e-5, atol: 2e-6 });
    expectClose(tf.grad((a: tf.Tensor) => logGamma(a))(x), expected, { rtol: 1e-5, atol: 2e-6 });
  });
});
