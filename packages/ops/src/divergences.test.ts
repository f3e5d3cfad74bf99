import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { arNormalKl, normalKl } from './index.js';
import { drawn, expectClose, expectGradients, normal } from './testing/numbers.js';
import { hasParity, parityTensors } from './testing/parity.js';

const tight = { rtol: 2e-5, atol: 2e-6 };

describe('normalKl', () => {
  it.skipIf(!hasParity).each(['ic', 'co'])(
    'gives the reference implementation’s divergences and gradients: %s',
    async (group) => {
      const fixture = await parityTensors(`mvn_kl/${group}`);
      const names = ['post_mean', 'post_std', 'prior_mean', 'prior_logvar'];
      const inputs = names.map((name) => fixture[name]!);
      const scale = inputs[0]!.shape.at(-1)! / inputs[0]!.size;
      const kl = (...args: Tensor[]) => {
        const [mean, std, priorMean, priorLogvar] = args as [Tensor, Tensor, Tensor1D, Tensor1D];
        return normalKl(mean, std, priorMean, priorLogvar, scale);
      };
      expectClose(kl(...inputs), fixture.result!.dataSync(), tight);
      const gradients = tf.grads(kl)(inputs);
      names.slice(0, 3).forEach((name, i) => {
        expectClose(gradients[i]!, fixture[`grad_${name}`]!, tight);
      });
    },
  );

  it('is zero, with zero gradient, where posterior and prior agree', () => {
    const [mean, std] = [tf.tensor2d([[0.5, -1]]), tf.tensor2d([[2, 0.3]])];
    const prior = [tf.tensor1d([0.5, -1]), tf.tensor1d([2 * Math.log(2), 2 * Math.log(0.3)])];
    const kl = (m: Tensor, s: Tensor, p: Tensor, v: Tensor) =>
      normalKl(m, s, p as Tensor1D, v as Tensor1D, 1);
    expectClose(kl(mean, std, prior[0]!, prior[1]!), 0);
    for (const gradient of tf.grads(kl)([mean, std, ...prior])) {
      expectClose(gradient, new Float32Array(2));
    }
  });

  it('has the gradient of its values', () => {
    expectGradients(
      (mean, std, priorMean, priorLogvar) =>
        normalKl(mean!, std!, priorMean as Tensor1D, priorLogvar as Tensor1D, 0.2),
      [
        normal([4, 3], 0),
        drawn({ shape: [4, 3], kind: 'positive' }, 1),
        normal([3], 2),
        normal([3], 3),
      ],
    );
  });

  it('names the argument that does not fit', () => {
    const shape = [2, 3];
    expect(() => normalKl(tf.ones(shape), tf.ones(shape), tf.ones([2]), tf.ones([2]), 1)).toThrow(
      'normalKl: mean must have shape [..., D = 2], got [2, 3]',
    );
  });
});

describe('arNormalKl', () => {
  it.skipIf(!hasParity)('gives the reference’s divergence and gradients', async () => {
    const fixture = await parityTensors('ar_kl');
    const names = ['post_mean', 'post_std', 'logtaus', 'lognvars'];
    const inputs = names.map((name) => fixture[name]!);
    const noise = fixture.eps as Tensor3D;
    const kl = (...args: Tensor[]) => {
      const [mean, std] = args as [Tensor3D, Tensor3D];
      const [, , logtaus, lognvars] = args as unknown as Tensor1D[];
      return arNormalKl(mean, std, noise, logtaus!, lognvars!, 1 / noise.shape[0]);
    };
    expectClose(kl(...inputs), fixture.result!.dataSync(), tight);
    const gradients = tf.grads(kl)(inputs);
    names.forEach((name, i) => expectClose(gradients[i]!, fixture[`grad_${name}`]!, tight));
  });

  it('is the divergence of the first step alone when there is one step', () => {
    // p(s) = N(0, v / (1 - alpha²)); with noise 0 the sample is the mean.
    const [mean, std, tau, v] = [0.7, 0.4, 3, 0.1];
    const variance = v / (1 - Math.exp(-1 / tau) ** 2);
    const expected = -Math.log(std) + 0.5 * (Math.log(variance) + mean ** 2 / variance);
    const cube = (value: number) => tf.tensor3d([[[value]]]);
    const [logtaus, lognvars] = [tf.tensor1d([Math.log(tau)]), tf.tensor1d([Math.log(v)])];
    const kl = arNormalKl(cube(mean), cube(std), cube(0), logtaus, lognvars, 2);
    expectClose(kl, 2 * expected);
  });

  it('has the gradient of its values', () => {
    const noise = normal<tf.Rank.R3>([2, 5, 3], 4);
    expectGradients(
      (...args) => {
        const [mean, std] = args as [Tensor3D, Tensor3D];
        const [, , logtaus, lognvars] = args as unknown as Tensor1D[];
        return arNormalKl(mean, std, noise, logtaus!, lognvars!, 0.1);
      },
      [
        normal([2, 5, 3], 0),
        drawn({ shape: [2, 5, 3], kind: 'positive' }, 1),
        drawn({ shape: [3], kind: 'positive' }, 2),
        normal([3], 3),
      ],
    );
  });
});
