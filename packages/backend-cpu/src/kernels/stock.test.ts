import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectClose, randomMask, randomTensor } from '../testing/against-composite.js';
import { enginesUnderTest } from '../testing/engines.js';

const cases: Record<string, () => Tensor | Tensor[]> = {
  'sums of equal shapes': () => tf.add(randomTensor([7, 31], 1), randomTensor([7, 31], 2)),
  'a number minus a tensor': () => tf.sub(1, randomTensor([5, 17], 1)),
  'a tensor over a number': () => tf.div(randomTensor([5, 17], 1), 3),
  'products with one number of higher rank': () =>
    tf.mul(randomTensor([5], 1), randomTensor([1, 1], 2)),
  'rows broadcast over a matrix': () => tf.add(randomTensor([4, 6], 1), randomTensor([6], 2)),
  'other broadcasting': () => [
    tf.sub(randomTensor([6], 1), randomTensor([2, 4, 6], 2)),
    tf.div(randomTensor([2, 4, 6], 1), randomTensor([2, 1, 6], 2)),
    tf.mul(randomTensor([2, 4, 1], 1), randomTensor([2, 4, 6], 2)),
    tf.mul(randomTensor([4, 1], 1), randomTensor([1, 6], 2)),
  ],
  'whole numbers added': () => tf.add(tf.tensor1d([1, 2], 'int32'), tf.tensor1d([3, 4], 'int32')),
  'sums of three': () => tf.addN([1, 2, 3].map((seed) => randomTensor([9, 5], seed))),
  exp: () => tf.exp(randomTensor([200], 1, 20)),
  'negatives, squares, roots': () =>
    [1, 2].flatMap((seed) => [
      tf.neg(randomTensor([33], seed)),
      tf.square(randomTensor([33], seed)),
      tf.sqrt(tf.abs(randomTensor([33], seed))),
    ]),
  'sigmoid and tanh': () => [
    tf.sigmoid(randomTensor([333], 1, 12)),
    tf.tanh(randomTensor([333], 1, 12)),
  ],
  'tanh near zero': () => tf.tanh(randomTensor([333], 1, 1e-4)),
  'the sum of everything': () => tf.sum(randomTensor([40, 50, 61], 1)),
  'the mean of everything, dimensions kept': () =>
    tf.mean(tf.abs(randomTensor([40, 51], 1)), [0, 1], true),
  'sums and means over some axes': () => [
    tf.sum(randomTensor([4, 5, 6], 1), 1),
    tf.sum(randomTensor([4, 5, 6], 2), [0, 2], true),
    tf.sum(randomTensor([4, 5, 6], 3), -1),
    tf.mean(randomTensor([4, 5, 6], 4), [0, 1]),
  ],
  'matrix products': () =>
    tf.matMul(randomTensor([37, 19], 1) as tf.Tensor2D, randomTensor([19, 41], 2) as tf.Tensor2D),
  'transposed matrix products': () => [
    tf.matMul(
      randomTensor([19, 37], 1) as tf.Tensor2D,
      randomTensor([19, 41], 2) as tf.Tensor2D,
      true,
      false,
    ),
    tf.matMul(
      randomTensor([37, 19], 1) as tf.Tensor2D,
      randomTensor([41, 19], 2) as tf.Tensor2D,
      false,
      true,
    ),
    tf.matMul(
      randomTensor([19, 37], 1) as tf.Tensor2D,
      randomTensor([41, 19], 2) as tf.Tensor2D,
      true,
      true,
    ),
  ],
  'products with a long inner dimension': () =>
    tf.matMul(randomTensor([5, 1000], 1) as tf.Tensor2D, randomTensor([1000, 7], 2) as tf.Tensor2D),
  'stacks of matrix products': () =>
    tf.matMul(randomTensor([3, 7, 5], 1), randomTensor([3, 5, 4], 2)),
  'a matrix against a stack': () => tf.matMul(randomTensor([7, 5], 1), randomTensor([3, 5, 4], 2)),
  slices: () => [
    tf.slice(randomTensor([4, 5, 6], 1) as Tensor3D, [1, 2, 3], [2, 2, -1]),
    tf.slice(randomTensor([4, 5, 60], 1) as Tensor3D, [0, 1, 0], [-1, 3, -1]),
    tf.slice(randomTensor([4, 5], 1), [1], [2]),
    tf.slice(randomMask([4, 5], 1), [0, 1], [4, 2]),
  ],
  splits: () => tf.split(randomTensor([3, 4, 10], 1), [2, 3, 5], -1),
  'stacks, along the first axis and another': () => [
    tf.stack([randomTensor([3, 4], 1), randomTensor([3, 4], 2)]),
    tf.stack([randomTensor([3, 4], 1), randomTensor([3, 4], 2)], 1),
    tf.stack([randomTensor([1, 70], 3)]),
    tf.stack([randomTensor([3, 4], 1), randomTensor([3, 4], 2)], -1),
    tf.stack([randomTensor([], 1), randomTensor([], 2)]),
  ],
  'unstacked, along each axis': () => [
    ...tf.unstack(randomTensor([3, 4, 5], 1)),
    ...tf.unstack(randomTensor([3, 4, 5], 2), 1),
    ...tf.unstack(randomTensor([3, 4, 5], 3), -1),
    ...tf.unstack(randomTensor([3], 4)),
  ],
  transposed: () => [
    tf.transpose(randomTensor([3, 5], 1)),
    tf.transpose(randomTensor([2, 3, 4, 5], 2), [0, 1, 3, 2]),
    tf.transpose(randomTensor([2, 3, 4, 5], 3), [2, 0, 3, 1]),
    tf.transpose(randomMask([3, 5], 1)),
  ],
  concatenations: () => [
    tf.concat([randomTensor([3, 4, 1], 1), randomTensor([3, 4, 70], 2)], 2),
    tf.concat([randomTensor([2, 4], 1), randomTensor([3, 4], 2)], 0),
  ],
  padding: () =>
    tf.pad(
      randomTensor([3, 4, 5], 1),
      [
        [0, 0],
        [2, 1],
        [0, 3],
      ],
      0.5,
    ),
  'masks turned over': () => tf.logicalNot(randomMask([30, 701], 1)),
  'masks as numbers': () => tf.cast(randomMask([3, 7], 1), 'float32'),
  'constant tensors': () => [
    tf.fill([30, 200], 0.25),
    tf.zerosLike(randomTensor([50, 100], 1)),
    tf.onesLike(randomTensor([5], 1)),
  ],
};

describe.each(enginesUnderTest)("tfjs's own operations on $name", ({ start }) => {
  beforeAll(start);
  afterAll(() => tf.setBackend('lfads-cpu'));

  test.each(Object.entries(cases))('%s', async (name, run) => {
    const evaluate = () =>
      [run()]
        .flat()
        .map((tensor) => ({ shape: tensor.shape, dtype: tensor.dtype, values: tensor.dataSync() }));
    const actual = evaluate();
    await tf.setBackend('cpu');
    const expected = evaluate();
    await tf.setBackend('lfads-cpu');
    expect(actual.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
      expected.map(({ shape, dtype }) => ({ shape, dtype })),
    );
    expected.forEach(({ values }, i) =>
      expectClose(actual[i]!.values, values, name, { relative: 3e-6, absolute: 3e-6 }),
    );
  });
});
