import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controllerInput } from './index.js';
import { expectClose, normal } from './testing/numbers.js';

const steps = fc.integer({ min: 0, max: 4 });

describe('controllerInput', () => {
  it('delays the forward half, advances the backward half and pads with zeros', () => {
    const forward = tf.tensor3d([[[1], [2], [3]]]);
    const backward = tf.tensor3d([[[10], [20], [30]]]);
    const ci = controllerInput(forward, backward, { lag: 1, before: 2, after: 1 });
    expect(tf.unstack(tf.squeeze(ci), 1).map((half) => Array.from(half.dataSync()))).toEqual([
      [0, 0, 0, 1, 2, 0],
      [0, 0, 20, 30, 0, 0],
    ]);
  });

  it('passes the gradient back to where each value came from, for any lag', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), steps, steps, steps, (S, lag, before, after) => {
        tf.tidy(() => {
          const directions: Tensor[] = [normal([2, S, 3], 0), normal([2, S, 3], 1)];
          const weights = normal([2, before + S + after, 6], 2);
          const f = (a: Tensor, b: Tensor) =>
            controllerInput(a as Tensor3D, b as Tensor3D, { lag, before, after });
          const gradients = tf.grads(f)(directions, weights);
          // Linear and homogeneous: <weights, f(x)> = <gradient, x>.
          const through = tf.sum(tf.mul(weights, f(directions[0]!, directions[1]!)));
          const parts = gradients.map((g, i) => tf.sum(tf.mul(g, directions[i]!)));
          expectClose(tf.addN(parts), through, { rtol: 1e-4, atol: 1e-4 });
        });
      }),
      { numRuns: 30 },
    );
  });

  it('is the delayed forward half alone where there is no backward half', () => {
    const [forward, backward] = [
      normal<tf.Rank.R3>([2, 5, 3], 0),
      normal<tf.Rank.R3>([2, 5, 3], 1),
    ];
    for (const lag of [0, 2, 7]) {
      const shift = { lag, before: 1, after: 2 };
      const both = controllerInput(forward, backward, shift);
      expectClose(
        controllerInput(forward, undefined, shift),
        tf.slice(both, [0, 0, 0], [-1, -1, 3]),
      );
    }
  });

  it('rejects different shapes and negative steps', () => {
    const x = tf.zeros<tf.Rank.R3>([2, 3, 4]);
    const none = { lag: 0, before: 0, after: 0 };
    expect(() => controllerInput(x, tf.zeros([2, 3, 5]), none)).toThrow(
      'controllerInput: backward must have shape [B = 2, S = 3, H = 4], got [2, 3, 5]',
    );
    expect(() => controllerInput(x, x, { ...none, lag: -1 })).toThrow(
      'controllerInput: lag must be a number of steps >= 0, got -1',
    );
  });
});
