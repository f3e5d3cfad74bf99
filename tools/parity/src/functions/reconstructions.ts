import type { Reconstruction } from '@lfads/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Comparison } from '../comparison.js';
import { createPart } from '../components.js';
import { buildPart, type Group } from './group.js';

const OPTIONS = ['gamma_loc', 'scale_prior', 'scale_penalty'];

/** `recon/<type>`: parameters, elementwise loss, means, penalty, and gradients of the loss. */
export function checkReconstruction(group: Group): Comparison[] {
  const type = group.path.split('/')[1]!;
  const data = group.tensor<Tensor3D>('data');
  const channels = data.shape[2];
  const options = OPTIONS.filter((name) => group.has(name)).map((name) => [
    name,
    group.number(name),
  ]);
  const scaled = group.has('scale');
  const reconstruction = createPart<Reconstruction>({
    type,
    ...Object.fromEntries(options),
    ...(scaled && { scale_init: 1, recon_dim: channels }),
  });
  const parameters = buildPart(
    reconstruction as { build?: Reconstruction['build'] } as never,
    scaled ? { scale: group.values('scale') } : {},
    channels,
  );
  const raw = group.tensor<Tensor3D>('raw');
  const loss = (x: Tensor3D) =>
    reconstruction.computeLoss(data, reconstruction.reshapeOutputParams(x));
  const params = reconstruction.reshapeOutputParams(raw);
  return [
    group.compare('result_params', params),
    group.compare('result_loss', loss(raw)),
    group.compare('result_means', reconstruction.computeMeans(params)),
    ...(group.has('result_l2') ? [group.compare('result_l2', reconstruction.computeL2!())] : []),
    ...group.compareGradients(
      { raw, ...parameters },
      (x) => loss(x as Tensor3D),
      group.tensor('loss_cotangent'),
    ),
  ];
}
