import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { StepStreams } from '../random/index.js';
import { expectClose } from '../test-support/functions-fixture.js';
import { plainScope } from '../test-support/plain-scope.js';
import { Laplace } from './index.js';

const prior = (options: { loc: number; scale: number }) => {
  const made = new Laplace({ ...options, shape: 1 });
  made.build(plainScope());
  return made;
};

const density = (x: number, loc: number, scale: number) =>
  Math.exp(-Math.abs(x - loc) / scale) / (2 * scale);

/** KL of Laplace(loc, scale) from Laplace(0.3, 0.5) by the trapezium rule in float64. */
const integratedKl = (loc: number, scale: number): number => {
  const [from, to, steps] = [loc - 40 * scale, loc + 40 * scale, 400_000];
  const width = (to - from) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const x = from + i * width;
    const q = density(x, loc, scale);
    if (q > 0) sum += q * Math.log(q / density(x, 0.3, 0.5)) * width;
  }
  return sum;
};

describe('Laplace', () => {
  it.each([
    [0.3, 0.5],
    [-1, 0.2],
    [2, 1.5],
  ])('has the KL divergence of a posterior at %d with scale %d', (loc, scale) => {
    const kl = prior({ loc: 0.3, scale: 0.5 }).kl(tf.tensor2d([[loc]]), tf.tensor2d([[scale]]));
    expectClose(kl, [integratedKl(loc, scale)], { rtol: 1e-4, atol: 1e-6 });
  });

  it('has no gradient where the posterior is the prior', () => {
    const kl = (m: tf.Tensor, s: tf.Tensor) => prior({ loc: 0, scale: 0.5 }).kl(m, s);
    const gradients = tf.grads(kl)([tf.zeros([2, 1]), tf.fill([2, 1], 0.5)]);
    gradients.forEach((gradient) => expectClose(gradient, [0, 0], { rtol: 0, atol: 1e-6 }));
  });

  it('draws noise whose quartiles and variance are those of the distribution', () => {
    const noise = prior({ loc: 0, scale: 1 }).drawNoise(new StepStreams(7, 0), 'co', [200, 20, 10]);
    const draws = Float32Array.from(noise.dataSync()).sort();
    expect(draws.every(Number.isFinite)).toBe(true);
    const at = (share: number) => draws[Math.floor(share * draws.length)]!;
    expect(at(0.25)).toBeCloseTo(-Math.LN2, 1);
    expect(at(0.5)).toBeCloseTo(0, 1);
    expect(at(0.75)).toBeCloseTo(Math.LN2, 1);
    const variance = draws.reduce((sum, x) => sum + x * x, 0) / draws.length;
    expect(variance).toBeGreaterThan(1.9);
    expect(variance).toBeLessThan(2.1);
  });

  it('starts with the values it is given, both trained', () => {
    const scope = plainScope();
    new Laplace({ loc: 0.2, scale: 0.1, shape: 2 }).build(scope);
    expectClose(scope.variables.get('loc')!, [0.2, 0.2]);
    expectClose(scope.variables.get('logscale')!, [Math.log(0.1), Math.log(0.1)]);
    expect([...scope.variables.values()].map(({ trainable }) => trainable)).toEqual([true, true]);
  });
});
