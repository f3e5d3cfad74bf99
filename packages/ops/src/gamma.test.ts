import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digamma, gammaln, trigamma } from './index.js';
import { reference } from './testing/gamma-reference.js';

const functions = { gammaln, digamma, trigamma };
type Name = keyof typeof functions;
const names = Object.keys(functions) as Name[];

const ZERO_OF_DIGAMMA = 1.4616321449683622;
const BOUND = 1e-6;

/** Largest |error| / |value| over the given x; the values are float64's at the float32 numbers nearest x. */
const relativeError = (name: Name, xs: readonly number[]): number => {
  const x = Float32Array.from(xs);
  const values = functions[name](tf.tensor1d(x)).dataSync();
  return Math.max(
    ...Array.from(x, (at, i) => {
      const exact = reference[name](at);
      return Math.abs(values[i]! - exact) / Math.abs(exact);
    }),
  );
};

/** From 1e-4 to 1e4, as many in each factor of ten. */
const anywhere = fc.double({ min: -4, max: 4, noNaN: true }).map((power) => 10 ** power);
const isZero = (name: Name, x: number) => name === 'gammaln' && [1, 2].includes(Math.fround(x));
const ends = [1e-4, 0.5, 1, 1.5, 2, 2.5, 3, 1e4];

describe.each(names)('%s', (name) => {
  it('errs by less than 1e-6 of its value between 1e-4 and 1e4', () => {
    fc.assert(
      fc.property(fc.array(anywhere, { minLength: 50, maxLength: 50 }), (xs) => {
        const nonzero = xs.filter((x) => !isZero(name, x));
        expect(relativeError(name, nonzero)).toBeLessThan(BOUND);
      }),
    );
  });

  it('is as good on both sides of where one formula meets the next', () => {
    const xs = ends
      .flatMap((x) => [x * (1 - 1e-6), x, x * (1 + 1e-6)])
      .filter((x) => !isZero(name, x));
    expect(relativeError(name, xs)).toBeLessThan(BOUND);
  });

  it('is NaN where x is, and infinite at 0', () => {
    const [nan, zero] = functions[name](tf.tensor1d([NaN, 0])).dataSync();
    expect(nan).toBeNaN();
    expect(zero).toBe(name === 'digamma' ? -Infinity : Infinity);
  });
});

describe('beside a zero of the function the error is relative all the same', () => {
  const offsets = [1e-6, 1e-4, 1e-2].flatMap((offset) => [-offset, offset]);

  it.each([1, 2])('gammaln at %d', (zero) => {
    expect(gammaln(tf.scalar(zero)).dataSync()[0]).toBe(0);
    expect(
      relativeError(
        'gammaln',
        offsets.map((offset) => zero + offset),
      ),
    ).toBeLessThan(BOUND);
  });

  it('digamma at 1.46', () => {
    const xs = offsets.map((offset) => ZERO_OF_DIGAMMA + offset);
    expect(relativeError('digamma', xs)).toBeLessThan(BOUND);
  });
});

describe('the gradients', () => {
  const x = tf.tensor1d([1e-3, 0.3, 1, 1.7, 2.2, 8, 5000]);
  const dy = tf.tensor1d([1, -2, 3, 0.5, 1, -1, 2]);
  const times = (values: Tensor) => Array.from(tf.mul(values, dy).dataSync());

  it.each([
    ['gammaln', gammaln, digamma],
    ['digamma', digamma, trigamma],
  ] as const)('of %s is the next function', (_, f, derivative) => {
    const gradient = tf.grad((a: Tensor) => f(a))(x, dy);
    expect(Array.from(gradient.dataSync())).toEqual(times(derivative(x)));
  });
});

it.each(['gammaln', 'digamma'] as const)('%s is NaN below 0', (name) => {
  expect(functions[name](tf.scalar(-0.5)).dataSync()[0]).toBeNaN();
});

it('the float64 references agree with tables (Abramowitz & Stegun 1964, tables 6.1 and 6.2)', () => {
  expect(reference.gammaln(1.5)).toBeCloseTo(-0.1207822376352452, 13);
  expect(reference.gammaln(100)).toBeCloseTo(359.1342053695754, 10);
  expect(reference.digamma(1)).toBeCloseTo(-0.5772156649015329, 13);
  expect(reference.digamma(0.5)).toBeCloseTo(-1.9635100260214235, 13);
  expect(reference.trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 13);
});
