import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradientMask, poissonNll, poissonNllSum, poissonSums } from './index.js';
import { drawn, expectClose, expectGradients, normal } from './testing/numbers.js';
import { hasParity, parityTensors } from './testing/parity.js';

const logRates = () => normal<tf.Rank.R3>([3, 4, 5], 0);
const counts = () => drawn<Tensor3D>({ shape: [3, 4, 5], kind: 'counts' }, 1);

describe('poissonNll', () => {
  it.skipIf(!hasParity)('gives the reference implementation’s losses and gradients', async () => {
    const { data, raw, result_loss, loss_cotangent, grad_raw } =
      await parityTensors('recon/Poisson');
    const loss = (a: Tensor) => poissonNll(a, data!);
    const tight = { rtol: 1e-5, atol: 1e-6 };
    expectClose(loss(raw!), result_loss!, tight);
    expectClose(tf.grad(loss)(raw!, loss_cotangent!), grad_raw!, tight);
  });

  it('adds Stirling’s log x! above one count only', () => {
    const x = [0, 1, 1.5, 2, 10];
    const stirling = x.map((k) =>
      k > 1 ? k * Math.log(k) - k + 0.5 * Math.log(2 * Math.PI * k) : 0,
    );
    const loss = poissonNll(tf.fill<tf.Rank.R1>([5], 0.5), tf.tensor1d(x));
    expectClose(
      loss,
      x.map((k, i) => Math.exp(0.5) - 0.5 * k + stirling[i]!),
    );
  });

  it('lets no gradient flow to the counts', () => {
    const x = tf.variable(counts());
    const a = tf.variable(logRates());
    const { grads } = tf.variableGrads(() => tf.sum(poissonNll<Tensor3D>(a, x)));
    expect(Object.keys(grads)).toEqual([a.name]);
    tf.dispose([x, a]);
  });

  it('names the shapes that differ', () => {
    expect(() => poissonNll(tf.zeros([2, 3]), tf.zeros([3, 2]))).toThrow(
      'poissonNll: logRates and counts must have one shape, got [2, 3] and [3, 2]',
    );
  });
});

describe('poissonNllSum', () => {
  it('is the scaled sum of the elementwise loss', () => {
    const expected = tf.mul(0.3, tf.sum(poissonNll(logRates(), counts())));
    expectClose(poissonNllSum(logRates(), counts(), { scale: 0.3 }), expected);
  });

  it('has the gradient of its values', () => {
    const loss = (a: Tensor) => poissonNllSum(a as Tensor3D, counts(), { scale: 0.3 });
    expectGradients(loss, [logRates()]);
  });

  it('counts masked elements in the loss but not in the gradient, and all beyond the mask', () => {
    const gradMask = drawn<Tensor3D>({ shape: [3, 3, 2], kind: 'mask' }, 2);
    const masked = (a: Tensor) => poissonNllSum(a as Tensor3D, counts(), { scale: 0.3, gradMask });
    const plain = (a: Tensor) => poissonNllSum(a as Tensor3D, counts(), { scale: 0.3 });
    expectClose(masked(logRates()), plain(logRates()));
    const padded = tf.pad(tf.cast(gradMask, 'float32'), [[0, 0], [0, 1], [0, 3]], 1); // prettier-ignore
    const expected = tf.mul(padded, tf.grad(plain)(logRates()));
    expectClose(tf.grad(masked)(logRates()), expected);
  });

  it('rejects a mask that does not fit', () => {
    const gradMask = tf.ones<tf.Rank.R3>([3, 5, 5], 'bool');
    expect(() => poissonNllSum(logRates(), counts(), { scale: 1, gradMask })).toThrow(
      'poissonNllSum: the mask must have shape [B, t <= T, n <= N] of a [B, T, N]; got mask [3, 5, 5] and [3, 4, 5]',
    );
  });
});

describe('gradientMask', () => {
  it.skipIf(!hasParity)('gives the reference’s coordinated-dropout gradients', async () => {
    const { cd_mask, pass_mask, recon_loss, loss_cotangent, grad_recon_loss } = await parityTensors(
      'coordinated_dropout/plain',
    );
    const kept = tf.cast(cd_mask!, 'bool');
    const mask = tf.logicalOr(tf.logicalNot(kept), tf.cast(pass_mask!, 'bool')) as Tensor3D;
    const masked = (x: Tensor) => gradientMask(x as Tensor3D, mask);
    expectClose(masked(recon_loss!), recon_loss!, { rtol: 0, atol: 0 });
    expectClose(tf.grad(masked)(recon_loss!, loss_cotangent!), grad_recon_loss!);
  });

  it('shares the data of its input', () => {
    const x = logRates();
    const before = tf.memory().numDataBuffers;
    const masked = gradientMask(x, tf.ones<tf.Rank.R3>([3, 4, 5], 'bool'));
    expect(masked.dataId).toBe(x.dataId);
    expect(tf.memory().numDataBuffers).toBe(before + 1); // the mask
  });
});

describe('poissonSums', () => {
  it.each([0, 1, 4, 9])(
    'sums rates, count-weighted log rates and counts around step %i',
    (split) => {
      const [a, x] = [logRates(), counts()];
      const [first, second] = [tf.range(0, 4), tf.range(0, 4)].map((steps, region) =>
        tf.reshape(region === 0 ? tf.less(steps, split) : tf.greaterEqual(steps, split), [1, 4, 1]),
      );
      const terms = [tf.exp(a), tf.mul(x, a), x];
      const sums = [first, second].map((region) =>
        tf.stack(
          terms.map((term) => tf.sum(tf.mul(term, tf.cast(region!, 'float32')), [0, 1])),
          1,
        ),
      );
      expectClose(poissonSums(a, x, split), tf.stack(sums));
    },
  );

  it('leaves nothing on the tape of a loss that it is computed beside', () => {
    const a = tf.variable(logRates());
    let sums: Tensor | undefined;
    const { grads } = tf.tidy(() =>
      tf.variableGrads(() => {
        sums = tf.keep(poissonSums(a as Tensor3D, counts(), 2));
        return tf.sum<tf.Scalar>(tf.square(a));
      }),
    );
    expectClose(grads[a.name]!, tf.mul(2, a));
    expectClose(sums!, poissonSums(a as Tensor3D, counts(), 2));
    tf.dispose([a, sums!]);
  });
});
