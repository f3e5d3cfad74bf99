import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import type { Augmentation, AugmentationContext, SessionBatch } from '../contracts/index.js';
import { augmentationContext, givenDraws } from '../test-support/augmentation-context.js';
import { expectClose, hasFunctions, openFixture } from '../test-support/functions-fixture.js';
import {
  CoordinatedDropout,
  CoordinatedDropoutTF2,
  SampleValidation,
  SelectiveBackpropThruTime,
} from './index.js';
import { jitterSpikes } from './spike-jitter.js';
import { shiftInTime, toShifts } from './temporal-shift.js';

/** Both hooks after one another. */
const run = <Memo>(
  augmentation: Augmentation<Memo>,
  batch: SessionBatch,
  losses: tf.Tensor3D,
  context: AugmentationContext,
) => {
  const processed = augmentation.processBatch!(batch, context);
  const after = (x: tf.Tensor3D) => augmentation.processLosses!(x, processed.memo, context);
  return { batch: processed.batch, losses: after(losses), after };
};

describe.skipIf(!hasFunctions)('augmentations against the reference', () => {
  it.each(['plain', 'ic_segment', 'rate_zero', 'tf2'])('coordinated dropout: %s', async (name) => {
    const fixture = await openFixture(`coordinated_dropout/${name}`);
    const Class = name === 'tf2' ? CoordinatedDropoutTF2 : CoordinatedDropout;
    const augmentation = new Class({
      cdRate: fixture.number('cd_rate'),
      cdPassRate: 0.5,
      icEncSeqLen: fixture.number('ic_enc_seq_len'),
    });
    const losses = fixture.tensor3d('recon_loss');
    const random = givenDraws({
      'cd_mask/0': fixture.mask('cd_mask'),
      'cd_pass_mask/0': fixture.mask('pass_mask'),
    });
    const {
      batch,
      losses: result,
      after,
    } = run(
      augmentation,
      { encodData: fixture.tensor3d('encod_data'), reconData: losses },
      losses,
      augmentationContext({ random, compat: 'lfads-torch-1.1' }),
    );
    expectClose(batch.encodData, fixture.values('result_encod_data'));
    expectClose(result, fixture.values('result_loss'));
    const passed = (x: tf.Tensor) => tf.mul(after(x as tf.Tensor3D), 1);
    const gradient = tf.grad(passed)(losses, fixture.tensor('loss_cotangent'));
    expectClose(gradient, fixture.values('grad_recon_loss'));
  });

  it.each(['mean', 'sum_ic_segment', 'rate_zero'])('sample validation: %s', async (name) => {
    const fixture = await openFixture(`sample_validation/${name}`);
    const augmentation = new SampleValidation({
      svRate: fixture.number('sv_rate'),
      icEncSeqLen: fixture.number('ic_enc_seq_len'),
      reconReduceMean: fixture.number('recon_reduce_mean') === 1,
    });
    const losses = fixture.tensor3d('recon_loss');
    const context = augmentationContext({ compat: 'lfads-torch-1.1' });
    const encodData = fixture.tensor3d('encod_data');
    const svMask = fixture.mask('sv_mask');
    const result = run(augmentation, { encodData, reconData: losses, svMask }, losses, context);
    expectClose(result.batch.encodData, fixture.values('result_encod_data'));
    expectClose(result.losses, fixture.values('result_loss'));
    expectClose([context.logged.get('recon/sv')!], fixture.values('result_heldout'));
  });

  it('selective backprop through time', async () => {
    const fixture = await openFixture('selective_backprop');
    const losses = fixture.tensor3d('recon_loss');
    const encodData = fixture.tensor3d('encod_data');
    const reconData = fixture.tensor3d('recon_data');
    const augmentation = new SelectiveBackpropThruTime();
    const result = run(augmentation, { encodData, reconData }, losses, augmentationContext());
    expectClose(result.batch.encodData, fixture.values('result_encod_data'));
    expectClose(result.batch.reconData, fixture.values('result_recon_data'));
    expectClose(result.losses, fixture.values('result_loss'));
  });

  it('temporal shift', async () => {
    const fixture = await openFixture('temporal_shift');
    const shifts = toShifts(fixture.values('normal_draws'), fixture.number('max_shift'));
    expectClose(shifts, fixture.values('shifts'));
    expectClose(shiftInTime(fixture.tensor3d('data'), shifts), fixture.values('result'));
  });

  it('spike jitter', async () => {
    const fixture = await openFixture('spike_jitter');
    const shifts = fixture.values('shifts')[Symbol.iterator]();
    const moved = jitterSpikes(fixture.tensor3d('data'), () => shifts.next().value as number);
    expectClose(moved, fixture.values('result'));
  });
});
