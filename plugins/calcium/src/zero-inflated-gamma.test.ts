import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ParameterStore } from '@lfads/core';
import { readH5 } from '@lfads/data';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ZeroInflatedGamma } from './zero-inflated-gamma.js';

const path = fileURLToPath(new URL('../../../../shared/parity/functions.h5', import.meta.url));
const GROUP = 'recon/ZeroInflatedGamma';

async function fixture() {
  const arrays = await readH5(path);
  const values = (name: string) => arrays.get(`${GROUP}/${name}`)!;
  const tensor = (name: string) => {
    const { shape, data } = values(name);
    return tf.tensor3d(Float32Array.from(data), shape as [number, number, number]);
  };
  const number = (name: string) => values(name).data[0]!;
  const recon = new ZeroInflatedGamma({
    gammaLoc: number('gamma_loc'),
    scaleInit: 1,
    scalePrior: number('scale_prior'),
    scalePenalty: number('scale_penalty'),
  });
  const parameters = new ParameterStore(0);
  recon.build(parameters.scope(), values('data').shape[2]!);
  const scale = parameters.entries.get('scale')!.variable;
  scale.assign(tf.tensor(Float32Array.from(values('scale').data), [...values('scale').shape]));
  return { recon, scale, tensor, values };
}

/** |found - expected| <= 1e-5 + 1e-4 |expected| */
function expectClose(found: tf.Tensor, { data }: { data: ArrayLike<number> }): void {
  const numbers = found.dataSync();
  expect(numbers.length).toBe(data.length);
  numbers.forEach((value, i) => {
    expect(Math.abs(value - data[i]!), `element ${i}`).toBeLessThanOrEqual(
      1e-5 + 1e-4 * Math.abs(data[i]!),
    );
  });
}

describe.skipIf(!existsSync(path))('against the reference', () => {
  it('has its parameters, losses, means and gradients', async () => {
    const { recon, tensor, values } = await fixture();
    const [data, raw] = [tensor('data'), tensor('raw')];
    const params = recon.reshapeOutputParams(raw);
    expect(params.shape).toEqual([...data.shape, 3]);
    expectClose(params, values('result_params'));
    expectClose(recon.computeLoss(data, params), values('result_loss'));
    expectClose(recon.computeMeans(params), values('result_means'));
    const loss = (x: tf.Tensor3D) => recon.computeLoss(data, recon.reshapeOutputParams(x));
    expectClose(tf.grad(loss as never)(raw, tensor('loss_cotangent')), values('grad_raw'));
  });

  it('has its penalty on the scale, and the gradient to it', async () => {
    const { recon, scale, tensor, values } = await fixture();
    expectClose(recon.computeL2(), values('result_l2'));
    const weighted = () => {
      const losses = recon.computeLoss(tensor('data'), recon.reshapeOutputParams(tensor('raw')));
      return tf.sum(tf.mul(losses, tensor('loss_cotangent'))) as tf.Scalar;
    };
    const { grads } = tf.variableGrads(weighted, [scale]);
    expectClose(grads[scale.name]!, values('grad_scale'));
  });
});
