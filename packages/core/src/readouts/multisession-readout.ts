import { z } from 'zod';
import { type AffineMap, alignedReadout } from '../readins/alignment.js';
import { featureSize } from '../readins/feature-size.js';
import { multisessionOptions, sessionAffines, sharedSize } from '../readins/multisession.js';
import { defineModuleList } from '../registry/index.js';

const TARGET = '@lfads/core/MultisessionReadout';

export const multisessionReadout = defineModuleList({
  target: TARGET,
  summary: "One affine read-out per session, from the factors to its channels' parameters.",
  options: z.object({
    ...multisessionOptions,
    in_features: featureSize('Number of factors; with pcr_init the files give it'),
    requires_grad: z.boolean().default(true).describe('Train the maps'),
    recon_params: featureSize(
      'Parameters of the output distribution per channel; with pcr_init the alignment starts the first, the others start at 0',
    ),
  }),
  create: ({ pcr_init, in_features, requires_grad, recon_params }, context) => {
    const inFeatures = sharedSize('MultisessionReadout', 'in_features', in_features, pcr_init);
    return sessionAffines(context, {
      target: TARGET,
      kind: 'readout',
      pcrInit: pcr_init,
      trainable: requires_grad,
      aligned: (data, session) =>
        withMoreParams(alignedReadout(data, session), recon_params === 'auto' ? 1 : recon_params),
      sizes: ({ reconChannels }) => ({
        inFeatures,
        outFeatures: recon_params === 'auto' ? 'auto' : reconChannels * recon_params,
      }),
    });
  },
});

/** The map of the first parameter of each channel, and zeros for the others, which follow it in blocks. */
function withMoreParams(map: AffineMap, params: number): AffineMap {
  const grown = (values: ArrayLike<number>): Float32Array => {
    const all = new Float32Array(values.length * params);
    all.set(values);
    return all;
  };
  return {
    inFeatures: map.inFeatures,
    outFeatures: map.outFeatures * params,
    weight: grown(map.weight),
    bias: grown(map.bias),
  };
}
