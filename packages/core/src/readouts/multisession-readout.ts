import { z } from 'zod';
import { alignedReadout } from '../readins/alignment.js';
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
    recon_params: featureSize('Parameters of the output distribution per channel'),
  }),
  create: ({ pcr_init, in_features, requires_grad, recon_params }, context) => {
    const inFeatures = sharedSize('MultisessionReadout', 'in_features', in_features, pcr_init);
    return sessionAffines(context, {
      target: TARGET,
      kind: 'readout',
      pcrInit: pcr_init,
      trainable: requires_grad,
      aligned: alignedReadout,
      sizes: ({ reconChannels }) => ({
        inFeatures,
        outFeatures: recon_params === 'auto' ? 'auto' : reconChannels * recon_params,
      }),
    });
  },
});
