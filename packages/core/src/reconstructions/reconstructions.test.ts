import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Reconstruction } from '../contracts/index.js';
import { expectClose, hasFunctions, openFixture } from '../test-support/functions-fixture.js';
import { Gamma, Gaussian, MSE, Poisson, PoissonBPS } from './index.js';

const simple = { Gamma, Gaussian, MSE, Poisson, PoissonBPS };

describe.skipIf(!hasFunctions)('reconstructions against the reference', () => {
  it.each(Object.keys(simple))('%s', async (name) => {
    const fixture = await openFixture(`recon/${name}`);
    const recon: Reconstruction = new simple[name as keyof typeof simple]();
    const [data, raw] = [fixture.tensor3d('data'), fixture.tensor3d('raw')];
    const params = recon.reshapeOutputParams(raw);
    expect(params.shape).toEqual([...data.shape, recon.nParams]);
    expectClose(params, fixture.values('result_params'));
    expectClose(recon.computeLoss(data, params), fixture.values('result_loss'));
    expectClose(recon.computeMeans(params), fixture.values('result_means'));
    const loss = (x: tf.Tensor3D) => recon.computeLoss(data, recon.reshapeOutputParams(x));
    const gradient = tf.grad(loss as never)(raw, fixture.tensor('loss_cotangent'));
    expectClose(gradient, fixture.values('grad_raw'));
  });

  it('Poisson gives the same loss summed in one pass, with the same masked gradient', async () => {
    const fixture = await openFixture('recon/Poisson');
    const recon = new Poisson();
    const [data, raw] = [fixture.tensor3d('data'), fixture.tensor3d('raw')];
    const mask = tf.cast(tf.greater(tf.slice(data, [0, 0, 0], [3, 4, 3]), 0), 'bool');
    const fused = (x: tf.Tensor3D) =>
      recon.summedLoss(data, recon.reshapeOutputParams(x), 0.5, mask);
    const elementwise = recon.computeLoss(data, recon.reshapeOutputParams(raw));
    expectClose(fused(raw), tf.mul(0.5, tf.sum(elementwise)).dataSync());
    const gradient = tf.grad(fused as never)(raw) as tf.Tensor3D;
    const unmasked = tf.sub(tf.exp(raw), data);
    const passes = tf.pad(
      tf.cast(mask, 'float32'),
      [
        [0, 0],
        [0, 2],
        [0, 2],
      ],
      1,
    );
    expectClose(gradient, tf.mul(0.5, tf.mul(unmasked, passes)).dataSync());
  });
});

describe('Gaussian', () => {
  it('stays finite where the variance underflows', () => {
    const recon = new Gaussian();
    const loss = recon.computeLoss(tf.tensor3d([[[1]]]), tf.tensor4d([[[[1, -200]]]]));
    expectClose(loss, [Math.log(1e-6) / 2]);
  });
});
