import { adamwStep, adamwUpdate } from '@lfads/ops';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { randomTensor } from '../testing/against-composite.js';
import { enginesUnderTest } from '../testing/engines.js';

const options = { lr: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, gradScale: 0.5 };

function parameter(shape: number[], seed: number) {
  const variable = (offset: number) =>
    tf.tidy(() => tf.variable(tf.abs(randomTensor(shape, seed + offset)), false));
  const g = randomTensor(shape, seed + 3);
  return { p: variable(0), m: variable(1), v: variable(2), g, weightDecay: 0.01, step: seed };
}
const values = ({ p, m, v }: Record<'p' | 'm' | 'v', tf.Tensor>) =>
  [p, m, v].map((tensor) => tensor.dataSync());

describe.each(enginesUnderTest)('AdamW in place on $name', ({ start }) => {
  beforeAll(start);

  test('gives large and small parameters what AdamW gives their copies, over several steps', () => {
    const parameters = [parameter([1], 1), parameter([33, 7], 2), parameter([130, 71], 3)];
    for (let step = 0; step < 3; step++) {
      const expected = parameters.map((each) =>
        values(adamwStep<tf.Tensor>(each, { ...options, ...each })),
      );
      adamwUpdate(parameters, options);
      expect(parameters.map(values)).toEqual(expected);
    }
  });

  test('leaves alone what shares its data with a parameter: copies, and the array it was made from', () => {
    const array = new Float32Array([1, 2, 3]);
    const one = { ...parameter([3], 1), p: tf.variable(tf.tensor(array)) };
    const copy = tf.clone(one.p);
    adamwUpdate([one], options);
    copy.dispose();
    expect([...array]).toEqual([1, 2, 3]);
    const later = tf.clone(one.p);
    const before = later.dataSync();
    adamwUpdate([one], options);
    expect(later.dataSync()).toEqual(before);
    expect(one.p.dataSync()).not.toEqual(before);
  });

  test('takes 1 - beta in double precision: the first moments are rounded only a few times', () => {
    const { g } = parameter([200], 1);
    const zeros = tf.zerosLike(g);
    const state = { p: g, m: zeros, v: zeros, g };
    const betas = { beta1: 0.999, beta2: 0.9999 };
    const { m, v } = adamwStep(state, { ...options, ...betas, weightDecay: 0, step: 1 });
    const [first, second, gradients] = [m.dataSync(), v.dataSync(), g.dataSync()];
    gradients.forEach((gradient, i) => {
      const scaled = gradient * options.gradScale;
      expect(Math.abs(first[i]! / (0.001 * scaled) - 1)).toBeLessThan(4 * 2 ** -24);
      expect(Math.abs(second[i]! / (0.0001 * scaled ** 2) - 1)).toBeLessThan(4 * 2 ** -24);
    });
  });

  test('makes no tensor', () => {
    const parameters = [parameter([20], 1), parameter([100, 50], 2)];
    adamwUpdate(parameters, options);
    const { numTensors, numDataBuffers } = tf.memory();
    adamwUpdate(parameters, options);
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });
});
