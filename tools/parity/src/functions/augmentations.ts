import {
  type Augmentation,
  CoordinatedDropout,
  CoordinatedDropoutTF2,
  jitterSpikes,
  SampleValidation,
  SelectiveBackpropThruTime,
  type SessionBatch,
  type StepRandom,
  TemporalShift,
} from '@lfads/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Comparison } from '../comparison.js';
import type { Group } from './group.js';

/** Gives stored draws by the names of their streams. */
const given = (draws: Readonly<Record<string, tf.Tensor>>): StepRandom => {
  const draw = (stream: string) => draws[stream]!;
  return { normal: draw, uniform: draw, bernoulli: draw };
};

/** Both hooks of an augmentation, one after the other, with lfads-torch's time of the gradient mask. */
function run<Memo>(augmentation: Augmentation<Memo>, batch: SessionBatch, random: StepRandom) {
  const logged = new Map<string, number>();
  const context = {
    session: 0,
    split: 'train' as const,
    random,
    log: (name: string, value: number) => void logged.set(name, value),
    compat: 'lfads-torch-1.1' as const,
  };
  const processed = augmentation.processBatch!(batch, context);
  const losses = (x: Tensor3D) => augmentation.processLosses!(x, processed.memo, context);
  return { batch: processed.batch, losses, logged };
}

export function checkCoordinatedDropout(group: Group): Comparison[] {
  const Class = group.path.endsWith('/tf2') ? CoordinatedDropoutTF2 : CoordinatedDropout;
  const augmentation = new Class({
    cdRate: group.number('cd_rate'),
    cdPassRate: 0.5,
    icEncSeqLen: group.number('ic_enc_seq_len'),
  });
  const losses = group.tensor<Tensor3D>('recon_loss');
  const result = run(
    augmentation,
    { encodData: group.tensor<Tensor3D>('encod_data'), reconData: losses },
    given({ 'cd_mask/0': group.mask('cd_mask'), 'cd_pass_mask/0': group.mask('pass_mask') }),
  );
  return [
    group.compare('result_encod_data', result.batch.encodData),
    group.compare('result_loss', result.losses(losses)),
    ...group.compareGradients(
      { recon_loss: losses },
      (x) => tf.mul(result.losses(x as Tensor3D), 1),
      group.tensor('loss_cotangent'),
    ),
  ];
}

export function checkSampleValidation(group: Group): Comparison[] {
  const augmentation = new SampleValidation({
    svRate: group.number('sv_rate'),
    icEncSeqLen: group.number('ic_enc_seq_len'),
    reconReduceMean: group.number('recon_reduce_mean') === 1,
  });
  const losses = group.tensor<Tensor3D>('recon_loss');
  const encodData = group.tensor<Tensor3D>('encod_data');
  const batch = { encodData, reconData: losses, svMask: group.mask('sv_mask') };
  const result = run(augmentation, batch, given({}));
  return [
    group.compare('result_encod_data', result.batch.encodData),
    group.compare('result_loss', result.losses(losses)),
    group.compare('result_heldout', [result.logged.get('recon/sv')!]),
  ];
}

export function checkSelectiveBackprop(group: Group): Comparison[] {
  const batch = {
    encodData: group.tensor<Tensor3D>('encod_data'),
    reconData: group.tensor<Tensor3D>('recon_data'),
  };
  const result = run(new SelectiveBackpropThruTime(), batch, given({}));
  return [
    group.compare('result_encod_data', result.batch.encodData),
    group.compare('result_recon_data', result.batch.reconData),
    group.compare('result_loss', result.losses(group.tensor<Tensor3D>('recon_loss'))),
  ];
}

export function checkTemporalShift(group: Group): Comparison[] {
  const data = group.tensor<Tensor3D>('data');
  const [trials, , channels] = data.shape;
  const draws = tf.reshape(group.tensor('normal_draws'), [trials, channels]);
  const augmentation = new TemporalShift({ std: 1, maxShift: group.number('max_shift') });
  const context = {
    session: 0,
    split: 'train' as const,
    random: given({ 'temporal_shift/0': draws }),
    log: () => {},
  };
  const { batch } = augmentation.processBatch({ encodData: data, reconData: data }, context);
  return [group.compare('result', batch.reconData)];
}

export function checkSpikeJitter(group: Group): Comparison[] {
  const shifts = group.values('shifts')[Symbol.iterator]();
  const moved = jitterSpikes(group.tensor<Tensor3D>('data'), () => shifts.next().value as number);
  return [group.compare('result', moved)];
}
