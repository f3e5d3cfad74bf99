import { expect, it } from 'vitest';
import { numpyPermutation } from './numpy-permutation.js';

it.each([
  [0, 10, [2, 8, 4, 9, 1, 6, 7, 3, 0, 5]],
  [42, 13, [11, 9, 0, 8, 5, 2, 1, 12, 4, 7, 10, 3, 6]],
  [2 ** 32 - 1, 7, [1, 5, 0, 6, 4, 2, 3]],
])('gives what numpy.random.RandomState(%i).permutation(%i) gives', (seed, n, expected) => {
  expect([...numpyPermutation(seed, n)]).toEqual(expected);
});

it('gives numpy its numbers also when the generator refills its state', () => {
  const order = numpyPermutation(7, 1000);
  expect([...order.slice(0, 5)]).toEqual([778, 334, 271, 802, 216]);
  expect([...order.slice(-5)]).toEqual([579, 502, 537, 196, 175]);
});
